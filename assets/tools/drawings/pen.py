"""The pen all pictures are drawn with: one palette, a few shapes, light from the upper left.

Shapes are plain SVG without ids, so a picture can be shown as an image or put into a page next to others.
"""

import math
import re

# Base colours and, with `_d`, the same colour in shade. Middle tones: a tile may be white, pastel or nearly black.
PALETTE = {
    "cream": "#fbeed3",
    "cream_d": "#ead4aa",
    "paper": "#f4f1ea",
    "paper_d": "#d6d1c6",
    "milk": "#fff8ea",
    "milk_d": "#f0dfc0",
    "foam": "#f6e3c5",
    "foam_d": "#e6caa0",
    "crema": "#c98d52",
    "crema_d": "#ad7340",
    "coffee": "#6b4029",
    "coffee_d": "#4c2b1b",
    "choc": "#7b4a30",
    "choc_d": "#5b3421",
    "cocoa": "#94593a",
    "crust": "#e2a458",
    "crust_d": "#c98237",
    "crust_l": "#f3c78a",
    "dough": "#f8e2b8",
    "dough_d": "#ecca8f",
    "rye": "#a8714a",
    "rye_d": "#855434",
    "teal": "#2b9a8f",
    "teal_d": "#1b7a72",
    "mint": "#9bd5cb",
    "mint_d": "#74bdb2",
    "red": "#e35d52",
    "red_d": "#c2433c",
    "rose": "#f3a3b1",
    "rose_d": "#e0808f",
    "meat": "#ee9a93",
    "meat_d": "#d97a75",
    "orange": "#f39a45",
    "orange_d": "#da7a28",
    "yellow": "#f8cf57",
    "yellow_d": "#e2ae34",
    "green": "#7cbb64",
    "green_d": "#5a9a48",
    "leaf": "#4d9150",
    "leaf_d": "#37733d",
    "lime": "#b9d66c",
    "lime_d": "#97b84c",
    "blue": "#5b9bd5",
    "blue_d": "#3f7db7",
    "sky": "#bfe0f5",
    "sky_d": "#97c8e8",
    "navy": "#3d5a80",
    "navy_d": "#2c4566",
    "violet": "#9a78c2",
    "violet_d": "#7a59a3",
    "plum": "#6d4a86",
    "plum_d": "#543668",
    "grey": "#a3afb6",
    "grey_d": "#7f8d96",
    "steel": "#cdd6da",
    "steel_d": "#a9b6bd",
    "slate": "#5d6b75",
    "slate_d": "#46535c",
    "wood": "#c8935f",
    "wood_d": "#a87444",
    "kraft": "#d9b382",
    "kraft_d": "#c0945f",
    "shine": "#ffffff",
    "black": "#000000",
}


DRAWINGS = {}


def drawing(function):
    """Makes a function one of the pictures: `flat_white` is drawn into `flat-white.svg`."""
    name = function.__name__.replace("_", "-")
    assert name not in DRAWINGS, f"drawn twice: {name}"
    DRAWINGS[name] = function
    return function


def ink(name):
    """The colour of a name; a shade of a shade is that shade."""
    return PALETTE.get(name) or PALETTE[name.removesuffix("_d")]


def number(value):
    """At most one decimal: a tenth of a unit cannot be seen at tile size."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def tag(name, fill, opacity, rest):
    dim = f' fill-opacity="{opacity}"' if opacity < 1 else ""
    return f'<{name} fill="{ink(fill)}"{dim} {rest}/>'


def path(d, fill, opacity=1):
    return tag("path", fill, opacity, f'd="{d}"')


def circle(x, y, r, fill, opacity=1):
    return tag("circle", fill, opacity, f'cx="{number(x)}" cy="{number(y)}" r="{number(r)}"')


def ellipse(x, y, rx, ry, fill, opacity=1):
    return tag("ellipse", fill, opacity, f'cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"')


def box(x, y, width, height, radius, fill, opacity=1):
    corner = f' rx="{number(radius)}"' if radius else ""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{corner}'
    return tag("rect", fill, opacity, place)


def line(d, colour, width, opacity=1):
    dim = f' stroke-opacity="{opacity}"' if opacity < 1 else ""
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path fill="none" stroke="{ink(colour)}"{dim} stroke-width="{number(width)}" {ends} d="{d}"/>'


def group(transform, *parts):
    return f'<g transform="{transform}">{"".join(parts)}</g>'


def turn(angle, *parts):
    return group(f"rotate({number(angle)} 48 48)", *parts)


def at(x, y, scale, *parts):
    """The parts, drawn around 48,48, smaller or larger around x,y."""
    return group(f"translate({number(x - 48 * scale)} {number(y - 48 * scale)}) scale({scale:g})", *parts)


def ground(width=27, y=85, x=48):
    """The soft shadow everything stands on."""
    return ellipse(x, y, width, 4, "black", 0.12)


def ball(x, y, r, fill, shine=True):
    """A round thing: shade at the lower right, a small light at the upper left."""
    a, b = math.radians(-58), math.radians(128)
    ends = [number(v) for v in (x + r * math.cos(a), y + r * math.sin(a), x + r * math.cos(b), y + r * math.sin(b))]
    inner = number(r * 1.18)
    shade = f"M{ends[0]} {ends[1]}A{number(r)} {number(r)} 0 0 1 {ends[2]} {ends[3]}A{inner} {inner} 0 0 0 {ends[0]} {ends[1]}"
    light = circle(x - r * 0.42, y - r * 0.42, r * 0.16, "shine", 0.55) if shine else ""
    return circle(x, y, r, fill) + path(shade, fill + "_d") + light


def turned(x, profile, fill, shaded=0.4):
    """A thing turned on a lathe: `profile` is its right edge from top to bottom as M, L, Q and C with distances from
    the axis `x`; the strip right of `shaded` of that distance lies in shade."""
    steps = [
        (c, [float(v) for v in re.findall(r"-?[\d.]+", args)]) for c, args in re.findall(r"([MLQC])([^MLQC]*)", profile)
    ]
    points = [[(a[i], a[i + 1]) for i in range(0, len(a), 2)] for _, a in steps]
    kinds = [c for c, _ in steps]

    def forward(factor, first):
        out = []
        for kind, group_ in zip(kinds, points, strict=True):
            kind = first if kind == "M" else kind
            out.append(kind + " ".join(f"{number(x + dx * factor)} {number(y)}" for dx, y in group_))
        return "".join(out)

    def backward(factor):
        out = []
        for index in range(len(points) - 1, 0, -1):
            back = points[index][:-1][::-1] + [points[index - 1][-1]]
            out.append(kinds[index] + " ".join(f"{number(x + dx * factor)} {number(y)}" for dx, y in back))
        return "".join(out)

    end = points[-1][-1]
    whole = forward(1, "M") + f"L{number(x - end[0])} {number(end[1])}" + backward(-1) + "Z"
    strip = forward(1, "M") + f"L{number(x + end[0] * shaded)} {number(end[1])}" + backward(shaded) + "Z"
    return path(whole, fill) + path(strip, fill + "_d")


def steam(x=48, y=26):
    """Two wisps over something hot."""
    wisp = "M{0} {1}c-4 -4 4 -7 0 -12"
    return line(wisp.format(x - 6, y), "grey", 2.6, 0.55) + line(wisp.format(x + 6, y - 2), "grey", 2.6, 0.55)


def leaf(x, y, size, angle, fill="leaf"):
    """A pointed leaf that starts at x,y; angle 0 points up."""
    s = size
    blade = f"M0 0C{number(-s * 0.5)} {number(-s * 0.3)} {number(-s * 0.4)} {number(-s * 0.8)} 0 {number(-s)}"
    other = f"C{number(s * 0.4)} {number(-s * 0.8)} {number(s * 0.5)} {number(-s * 0.3)} 0 0"
    half = f"M0 0L0 {number(-s)}" + other
    return group(
        f"translate({number(x)} {number(y)}) rotate({number(angle)})",
        path(blade + other, fill),
        path(half, fill + "_d"),
    )


def svg(*parts):
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">'
    return head + "".join(parts) + "</svg>\n"
