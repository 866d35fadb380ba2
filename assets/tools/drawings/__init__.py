"""All pictures: importing a module adds its drawings to `DRAWINGS`."""

from . import bread, cafe, deli, drinks, fruit, gifts, household, larder, lunch, pastry, services, sweets, vegetables  # noqa: F401
from .pen import DRAWINGS, svg

__all__ = ["DRAWINGS", "svg"]
