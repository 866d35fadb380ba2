"""The cold counter: cheese, meat, fish, eggs and dairy."""

from .marks import citrus, drop
from .packs import tub
from .pen import ball, circle, drawing, ellipse, ground, group, leaf, line, path, turned


@drawing
def cheese_wedge():
    top = path("M10 50L62 24Q84 32 87 48Z", "yellow")
    side = path("M10 50L87 48L87 72Q87 75 84 75L14 77Q10 77 10 74Z", "yellow_d")
    holes = (
        ellipse(30, 63, 6, 5, "crema", 0.55)
        + ellipse(54, 60, 4.5, 4, "crema", 0.55)
        + ellipse(70, 67, 6, 5, "crema", 0.55)
        + ellipse(58, 38, 7, 3, "yellow_d")
        + ellipse(44, 45, 4, 1.8, "yellow_d")
    )
    return ground(38, 79) + top + side + holes


@drawing
def cheese_wheel():
    rind = turned(48, "M36 40L36 64Q36 78 0 78", "red")
    top = ellipse(48, 40, 36, 14, "red") + ellipse(48, 39, 30, 11, "yellow")
    cut = (
        path("M48 39L78 38Q77 46 66 49.5Z", "yellow_d")
        + path("M48 39L66 49.5L66 72L48 66Z", "yellow")
        + path("M48 39L78 39L84 46L84 50L66 49.5Z", "yellow_d", 0)
    )
    return ground(34, 82) + rind + top + cut


@drawing
def brie():
    top = ellipse(48, 44, 37, 16, "paper")
    side = turned(48, "M37 44L37 56Q37 74 0 74", "cream")
    wedge = path("M48 44L82 37Q86 44 80 52Z", "paper_d") + path("M48 44L80 52L80 67L48 60Z", "yellow")
    return ground(35, 77) + side + top + wedge + ellipse(34, 40, 10, 3, "shine", 0.6)


@drawing
def blue_cheese():
    top = path("M10 48L62 24Q82 32 86 46Z", "cream")
    side = path("M10 48L86 46L86 70Q86 74 82 74L14 76Q10 76 10 72Z", "cream_d")
    spots = "".join(
        ellipse(x, y, rx, ry, "blue_d", 0.7)
        for x, y, rx, ry in (
            (26, 58, 4, 2.5),
            (40, 66, 5, 3),
            (54, 56, 3.5, 2.5),
            (68, 64, 5, 3),
            (76, 54, 3, 2),
            (58, 36, 5, 2),
            (44, 42, 3, 1.5),
            (28, 68, 2.5, 2),
        )
    )
    return ground(38, 78) + top + side + spots


@drawing
def feta():
    block = (
        path("M16 46L52 34L82 44L46 58Z", "paper")
        + path("M16 46L46 58L46 80L16 66Z", "paper_d")
        + path("M46 58L82 44L82 64L46 80Z", "grey", 0.7)
    )
    olive = ball(60, 38, 6, "leaf") + circle(58.5, 37, 1.8, "red")
    return ground(34, 80) + block + olive + leaf(44, 46, 16, -70, "green") + leaf(42, 46, 12, -30)


@drawing
def goat_cheese():
    log = path("M24 34L66 28C80 28 80 66 66 70L24 72Z", "paper_d") + path(
        "M24 34L66 28C70 28 73 31 75 36L24 44Z", "paper"
    )
    face = ellipse(25, 53, 13, 19.5, "cream_d") + ellipse(25, 53, 10.5, 16.5, "milk")
    herbs = "".join(
        circle(x, y, 1.7, "leaf") for x, y in ((44, 40), (54, 48), (62, 38), (48, 58), (62, 58), (70, 50), (42, 50))
    )
    return ground(32, 75) + log + face + herbs + leaf(70, 64, 14, 50, "green")


@drawing
def ham():
    def slice_(x, y, s):
        return group(
            f"translate({x} {y}) scale({s})",
            path("M-30 4C-32 -14 -12 -24 8 -22C26 -20 34 -6 28 8C22 22 -26 24 -30 4Z", "cream"),
            path("M-26 3C-28 -11 -10 -20 8 -18C22 -16 30 -5 25 7C18 18 -22 20 -26 3Z", "meat"),
            path("M16 -16C24 -13 29 -4 25 7C18 18 -10 18 -20 12C6 14 22 4 16 -16Z", "meat_d"),
            ellipse(-6, -4, 5, 2.5, "rose"),
            ellipse(6, 4, 4, 2, "rose"),
        )

    return ground(34, 80) + slice_(56, 38, 0.95) + slice_(42, 58, 1.05)


@drawing
def salami():
    log = path("M34 24L74 34C84 38 80 62 70 62L34 62Z", "red_d") + path("M34 24L74 34C78 36 80 40 80 45L34 40Z", "red")
    face = ellipse(33, 52, 22, 26, "red_d") + ellipse(32, 52, 19, 23, "meat_d")
    fat = "".join(
        ellipse(x, y, 2.6, 2.2, "cream")
        for x, y in ((26, 40), (36, 42), (42, 52), (30, 52), (22, 56), (36, 62), (28, 66), (42, 64), (20, 47))
    )
    return ground(32, 80) + log + face + fat


@drawing
def sausage():
    link = line("M18 34C18 64 40 76 74 68", "red_d", 20) + line("M18 33C18 62 40 74 74 66", "meat_d", 16)
    return (
        ground(34, 82)
        + link
        + line("M16 40C18 56 32 66 50 68", "meat", 4)
        + line("M15 24l-3 -8M20 24l3 -8M84 64l8 -3M84 68l8 3", "red_d", 3)
    )


@drawing
def bacon():
    def strip(x):
        wave = f"M{x} 16q10 11 0 22t0 22t0 22"
        return line(wave, "red", 18) + line(wave, "cream", 9) + line(wave, "meat_d", 4.5)

    return ground(32, 90) + strip(30) + strip(54)


@drawing
def salmon():
    body = path("M12 50C20 30 58 20 82 36C90 46 84 64 70 70C44 78 16 74 12 50Z", "orange")
    shade = path("M82 36C90 46 84 64 70 70C44 78 18 74 13 54C40 66 72 60 82 36Z", "orange_d")
    lines = line("M26 44q10 9 8 24M42 35q12 12 10 34M60 32q12 12 9 33", "cream", 3.4)
    return ground(34, 80) + body + shade + lines + leaf(70, 32, 16, 80, "green") + citrus(24, 68, 11, "yellow")


@drawing
def olives():
    bowl = (
        turned(48, "M34 52C34 70 24 80 14 82L0 82", "teal")
        + ellipse(48, 52, 34, 9, "teal")
        + ellipse(48, 52, 30, 6.5, "teal_d")
    )
    one = "".join(
        ball(x, y, 8.5, c, False) + circle(x - 2, y - 2, 2.5, "red")
        for x, y, c in ((30, 46, "green"), (64, 46, "green"), (47, 50, "leaf"), (40, 37, "leaf"), (56, 37, "green"))
    )
    return ground(26, 85) + bowl + one


@drawing
def hummus():
    bowl = turned(48, "M36 48C36 68 26 78 14 80L0 80", "violet")
    top = (
        ellipse(48, 48, 36, 12, "violet_d")
        + ellipse(48, 47, 33, 10, "dough")
        + line("M28 47Q34 40 48 41T66 48Q58 54 46 52T40 46", "dough_d", 3.5)
    )
    return (
        ground(28, 83)
        + bowl
        + top
        + circle(50, 47, 3, "crust_d")
        + circle(58, 45, 2.5, "crust_d")
        + leaf(44, 49, 10, 70, "green")
    )


@drawing
def eggs():
    egg_ = ""
    for x, light, dark in ((25, "dough", "dough_d"), (48, "kraft", "kraft_d"), (71, "dough", "dough_d")):
        egg_ += path(
            f"M{x} 24C{x + 9} 24 {x + 12} 38 {x + 12} 46C{x + 12} 54 {x + 6} 58 {x} 58C{x - 6} 58 {x - 12} 54 {x - 12} 46C{x - 12} 38 {x - 9} 24 {x} 24Z",
            light,
        )
        egg_ += path(
            f"M{x + 5} 26.5C{x + 10} 31 {x + 12} 40 {x + 12} 46C{x + 12} 54 {x + 6} 58 {x} 58C{x + 7} 52 {x + 8} 38 {x + 5} 26.5Z",
            dark,
        )
    tray = path(
        "M8 50Q14 50 17 56Q25 62 33 56Q36 50 37 56Q48 62 59 56Q60 50 63 56Q71 62 79 56Q82 50 88 50L84 74Q83 78 78 78L18 78Q13 78 12 74Z",
        "grey",
    ) + path("M60 57Q61 53 63 56Q71 62 79 56Q82 50 88 50L84 74Q83 78 78 78L56 78Z", "grey_d")
    return ground(38, 80) + egg_ + tray


@drawing
def butter():
    block = (
        path("M20 38L66 32L84 40L38 48Z", "yellow")
        + path("M20 38L38 48L38 68L20 58Z", "yellow_d")
        + path("M38 48L84 40L84 60L38 68Z", "yellow")
    )
    foil = (
        path("M52 45.6L84 40L84 60L52 65.6Z", "steel")
        + path("M52 45.6L66 32L84 40Z", "paper")
        + line("M52 46l5 10l-5 9", "steel_d", 2)
    )
    dish = ellipse(50, 70, 40, 8, "blue_d") + ellipse(50, 68, 40, 8, "blue") + ellipse(50, 68, 32, 5, "blue_d")
    return ground(36, 80) + dish + block + foil


@drawing
def yoghurt():
    swirl = ball(47, 62, 9, "red", False) + leaf(47, 54, 8, 50, "green") + leaf(46, 54, 8, -40, "green")
    return tub("sky", swirl, "steel")


@drawing
def quark():
    return tub("rose", drop(50, "shine"), "paper")
