"""Small drawings that come back on many packs and plates."""

from .pen import circle, ellipse, group, ink, leaf, line, path


def seeds(points, fill="cream"):
    return "".join(group(f"rotate({angle} {x} {y})", ellipse(x, y, 2.6, 1.5, fill)) for x, y, angle in points)


def whipped(y):
    """A swirl of cream standing on height `y`."""
    swirl = path(
        f"M30 {y}C26 {y - 9} 34 {y - 12} 37 {y - 11}C36 {y - 19} 43 {y - 21} 45 {y - 20}C46 {y - 25} 50 {y - 26} 51 {y - 27}"
        f"C51 {y - 23} 58 {y - 20} 57 {y - 15}C66 {y - 14} 70 {y - 6} 66 {y}Z",
        "milk",
    )
    shade = path(f"M57 {y - 15}C66 {y - 14} 70 {y - 6} 66 {y}L48 {y}C57 {y - 3} 60 {y - 8} 57 {y - 15}Z", "foam")
    return swirl + shade + line(f"M36 {y - 8}q12 5 22 -1", "foam_d", 2, 0.7)


DROP = "M48 {0}C54 {1} 57 {2} 57 {3}A9 9 0 0 1 39 {3}C39 {2} 42 {1} 48 {0}Z"


def drop(y, fill):
    return path(DROP.format(y, y + 7, y + 11, y + 15), fill)


def citrus(x, y, r, fill):
    spokes = line(
        f"M{x} {y - r * 0.62:.1f}v{r * 1.24:.1f}M{x - r * 0.54:.1f} {y - r * 0.31:.1f}l{r * 1.08:.1f} {r * 0.62:.1f}M{x - r * 0.54:.1f} {y + r * 0.31:.1f}l{r * 1.08:.1f} {-r * 0.62:.1f}",
        "milk",
        1.3,
    )
    return circle(x, y, r, fill + "_d") + circle(x, y, r * 0.84, "milk") + circle(x, y, r * 0.72, fill) + spokes


def bubbles(y):
    return circle(43, y, 3, "shine", 0.8) + circle(52, y - 5, 2.2, "shine", 0.8) + circle(50, y + 5, 1.8, "shine", 0.8)


def bean(x, y, s, angle=28):
    return group(
        f"translate({x} {y}) rotate({angle}) scale({s})",
        ellipse(0, 0, 6, 8.5, "coffee"),
        line("M0 -7q-3 7 0 14", "crema", 1.8),
    )


def wheat(x, y, s=1.0, fill="crust_d"):
    ears = "".join(leaf(0, dy, 9, a, fill) for dy in (0, 8, 16) for a in (-42, 42)) + leaf(0, -4, 10, 0, fill)
    return group(f"translate({x} {y}) scale({s})", line("M0 -2V28", fill, 2.2), ears)


def flower(x, y, size, fill, heart="yellow"):
    petals = "".join(
        f'<circle cx="0" cy="{-size * 0.62:.1f}" r="{size * 0.44:.1f}" transform="rotate({a})"/>'
        for a in range(0, 360, 72)
    )
    return group(
        f"translate({x} {y})",
        f'<g fill="{ink(fill)}">{petals}</g>',
        circle(0, 0, size * 0.36, heart),
        path(
            f"M{size * 0.2:.1f} {-size * 0.3:.1f}A{size * 0.36:.1f} {size * 0.36:.1f} 0 0 1 {-size * 0.1:.1f} {size * 0.34:.1f}A{size * 0.5:.1f} {size * 0.5:.1f} 0 0 0 {size * 0.2:.1f} {-size * 0.3:.1f}Z",
            heart + "_d",
        ),
    )


def arrow_round(x, y, r, fill="milk"):
    """Two arrows in a circle: bring it back."""
    d = r * 0.7
    return line(
        f"M{x - r} {y}A{r} {r} 0 0 1 {x + d:.1f} {y - d:.1f}M{x + r} {y}A{r} {r} 0 0 1 {x - d:.1f} {y + d:.1f}",
        fill,
        2.8,
    ) + path(
        f"M{x + d + 3:.1f} {y - d - 5:.1f}L{x + d + 3.5:.1f} {y - d + 3:.1f}L{x + d - 4.5:.1f} {y - d + 2:.1f}ZM{x - d - 3:.1f} {y + d + 5:.1f}L{x - d - 3.5:.1f} {y + d - 3:.1f}L{x - d + 4.5:.1f} {y + d - 2:.1f}Z",
        fill,
    )
