"""Renders `../icons/*.svg` and `../receipt/logo.svg` to the bitmaps beside them.

Run by hand: `python3 make_icons.py`, with rsvg-convert (Debian: librsvg2-bin) and Pillow (PyPI) at hand.
"""

import io
import subprocess
from pathlib import Path

from PIL import Image

ASSETS = Path(__file__).resolve().parent.parent
ICONS = ASSETS / "icons"
# Below this size the keys of the till and the mark on the card would be noise.
LARGEST_SMALL = 48


def render(source, width):
    png = subprocess.run(["rsvg-convert", "-w", str(width), str(source)], check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(png)).convert("RGBA")


def icon(size):
    return render(ICONS / ("logo-small.svg" if size <= LARGEST_SMALL else "logo.svg"), size)


def main():
    for name, size in (("32x32", 32), ("128x128", 128), ("128x128@2x", 256), ("icon", 512)):
        icon(size).save(ICONS / f"{name}.png", optimize=True)
    sizes = [256, 128, 64, 48, 32, 24, 16]
    frames = [icon(size) for size in sizes]
    frames[0].save(ICONS / "icon.ico", sizes=[(size, size) for size in sizes], append_images=frames[1:])
    apple = [icon(size) for size in (1024, 512, 256, 128, 64, 32, 16)]
    apple[0].save(ICONS / "icon.icns", append_images=apple[1:])

    # Paper knows black and white only, so the edges are decided here and not by a printer's dithering.
    for name, width in (("logo", 384), ("logo-fine", 1152)):
        drawn = render(ASSETS / "receipt" / "logo.svg", width)
        grey = Image.new("L", drawn.size, 255)
        grey.paste(drawn.convert("L"), (0, 0), drawn)
        paper = grey.point(lambda level: 255 if level >= 128 else 0, mode="1")
        paper.save(ASSETS / "receipt" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
