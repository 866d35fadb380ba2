"""All drawings, by name."""

from . import bakery, cafe, grocery, household, produce
from .pen import svg

ALL = {}
for module in (cafe, bakery, produce, grocery, household):
    twice = ALL.keys() & module.DRAWINGS.keys()
    assert not twice, f"drawn twice: {twice}"
    ALL.update(module.DRAWINGS)

__all__ = ["ALL", "svg"]
