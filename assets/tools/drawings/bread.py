"""Bread and rolls."""

from .marks import seeds
from .pen import ball, circle, drawing, ellipse, ground, group, leaf, line, path


def loaf(fill, cut):
    body = path("M10 56C6 40 16 30 34 30L62 30C80 30 90 40 86 56L84 70Q83 76 76 76L20 76Q13 76 12 70Z", fill)
    shade = path("M11 64Q48 74 85 64L84 70Q83 76 76 76L20 76Q13 76 12 70Z", fill + "_d")
    cuts = line("M28 36q7 6 6 16M46 34q7 7 6 18M64 35q7 6 6 16", cut, 4.5)
    return ground(38, 78) + body + shade + cuts


@drawing
def sourdough():
    return loaf("crust", "dough")


@drawing
def rye_loaf():
    seeds = "".join(
        ellipse(x, y, 2, 1.2, "dough")
        for x, y in ((22, 48), (40, 56), (58, 48), (74, 54), (56, 60), (26, 60), (42, 42), (78, 44))
    )
    return loaf("rye", "rye_d") + seeds


def tin_loaf(fill, crumb):
    back = path("M34 36Q32 22 46 24L78 26Q92 28 88 42L86 70Q86 76 80 76L40 76Z", fill)
    side = path("M86 52L86 70Q86 76 80 76L40 76L44 66Z", fill + "_d")
    slice_ = path("M8 44C4 30 14 24 29 24C44 24 54 30 50 44L49 71Q49 76 44 76L14 76Q9 76 9 71Z", fill + "_d")
    inner = path("M13 44C9 34 17 28.5 29 28.5C41 28.5 49 34 45 44L44.5 69Q44.5 72 41 72L17 72Q13.5 72 13.5 69Z", crumb)
    holes = (
        ellipse(23, 44, 3, 2, crumb + "_d")
        + ellipse(35, 51, 2.5, 1.8, crumb + "_d")
        + ellipse(26, 60, 2.2, 1.6, crumb + "_d")
        + ellipse(36, 38, 2, 1.4, crumb + "_d")
    )
    return ground(40, 78) + back + side + slice_ + inner + holes


@drawing
def white_bread():
    return tin_loaf("crust", "dough")


@drawing
def brown_bread():
    return tin_loaf("rye", "kraft")


@drawing
def baguette():
    body = path("M8 50C8 40 18 39 26 39L74 39C84 39 90 42 90 49C90 57 82 59 72 59L24 59C14 59 8 58 8 50Z", "crust")
    shade = path("M8.5 53Q48 58 89.5 51C88 57.5 81 59 72 59L24 59C15 59 9 58 8.5 53Z", "crust_d")
    cuts = line("M22 52L32 43M38 53L48 43M54 53L64 43M70 52L79 44", "dough", 4.5)
    return ground(30, 82) + group("translate(48 47) rotate(-34) scale(1.14 1.5) translate(-49 -49)", body, shade, cuts)


@drawing
def roll():
    body = path("M12 60C12 40 28 30 48 30C68 30 84 40 84 60C84 70 76 75 66 75L30 75C20 75 12 70 12 60Z", "crust")
    shade = path("M13 64Q48 76 83.5 63C82 71 75 75 66 75L30 75C21 75 14 71 13 64Z", "crust_d")
    cut = path("M20 52Q47 34 76 50Q48 46 20 52Z", "dough")
    return ground(36, 77) + body + shade + cut + line("M26 41q7 -5 14 -6", "crust_l", 3)


@drawing
def seeded_roll():
    body = path("M12 60C12 40 28 28 48 28C68 28 84 40 84 60C84 70 76 75 66 75L30 75C20 75 12 70 12 60Z", "rye")
    shade = path("M13 64Q48 76 83.5 63C82 71 75 75 66 75L30 75C21 75 14 71 13 64Z", "rye_d")
    points = (
        (30, 44, 20),
        (42, 36, -30),
        (54, 40, 40),
        (66, 42, -10),
        (38, 52, 60),
        (50, 50, 0),
        (62, 54, 30),
        (74, 54, -40),
        (25, 55, -20),
        (44, 61, 15),
    )
    return ground(36, 77) + body + shade + seeds(points)


@drawing
def bagel():
    ring = ball(48, 49, 35, "crust", False) + line("M23 40Q29 26 44 23", "crust_l", 4)
    hole = ellipse(48, 49, 11, 10, "crust_d") + ellipse(48.5, 50.5, 8.5, 7.5, "choc_d", 0.55)
    points = (
        (34, 34, 20),
        (48, 28, -30),
        (62, 34, 40),
        (28, 48, 0),
        (68, 48, 70),
        (33, 63, -30),
        (50, 70, 10),
        (64, 62, 30),
        (58, 76, 60),
        (42, 75, -40),
        (75, 58, 20),
        (23, 57, 50),
    )
    return ellipse(48, 85, 28, 4, "black", 0.12) + ring + hole + seeds(points)


@drawing
def pretzel():
    rope = "M34 74C22 66 10 54 14 40C18 26 36 24 44 38C52 52 56 66 70 74M62 74C74 66 86 54 82 40C78 26 60 24 52 38C44 52 40 66 26 74"
    salt = "".join(
        circle(x, y, 1.5, "milk")
        for x, y in (
            (18, 40),
            (28, 31),
            (40, 38),
            (48, 48),
            (57, 36),
            (70, 31),
            (79, 42),
            (72, 60),
            (24, 60),
            (38, 62),
            (58, 62),
        )
    )
    return ground(32, 83) + line(rope, "rye_d", 12) + line(rope, "rye", 8.5) + salt


@drawing
def focaccia():
    body = path("M12 46Q12 36 24 36L74 36Q86 36 86 46L86 66Q86 74 76 74L22 74Q12 74 12 66Z", "crust_d")
    top = path("M12 46Q12 32 26 32L72 32Q86 32 86 46L86 56Q86 64 76 64L22 64Q12 64 12 56Z", "crust") + ellipse(
        40, 40, 14, 3, "crust_l"
    )
    tomatoes = ball(28, 50, 6, "red") + ball(66, 47, 6, "red") + ball(50, 56, 4.5, "red")
    herb = leaf(40, 53, 11, 70) + leaf(58, 53, 10, -60) + leaf(74, 59, 10, 80) + leaf(22, 42, 9, 40)
    return ground(37, 77) + body + top + tomatoes + herb
