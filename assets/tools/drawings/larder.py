"""What keeps: dry goods, jars, bottles and tins."""

from .marks import bean, citrus, drop, wheat
from .packs import bottle, crate_box, jar, pouch, sack, tin
from .pen import ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, turned


@drawing
def pasta():
    window = path("M32 44Q48 36 64 44L64 72Q48 78 32 72Z", "cream") + line(
        "M38 48q4 5 0 10t0 10M48 46q4 5 0 10t0 12M58 48q4 5 0 10t0 10", "crust_d", 3.6
    )
    return pouch("blue", window)


@drawing
def rice():
    grains = "".join(
        group(f"rotate({a} {x} {y})", ellipse(x, y, 2, 4, "dough_d"))
        for x, y, a in ((40, 52, 20), (50, 48, -30), (57, 56, 50), (44, 62, -60), (54, 66, 10), (38, 70, 70))
    )
    return pouch("green", path("M32 44Q48 36 64 44L64 72Q48 78 32 72Z", "cream") + grains)


@drawing
def flour():
    return sack("cream", wheat(44, 46, 1.05), "crust_d")


@drawing
def sugar():
    cubes = box(31, 56, 15, 15, 3, "shine") + box(45, 60, 14, 14, 3, "sky") + box(38, 44, 14, 14, 3, "milk")
    return sack("blue", cubes, "navy")


@drawing
def coffee_bag():
    return sack("choc", circle(44, 56, 15, "kraft") + bean(40, 56, 1) + bean(50, 58, 0.8, -20), "coffee_d")


@drawing
def coffee_bag_light():
    return sack("teal", circle(44, 56, 15, "cream") + bean(40, 56, 1) + bean(50, 58, 0.8, -20), "teal_d")


@drawing
def jam():
    return jar(
        "red",
        "yellow",
        "cream",
        ball(44, 61, 6, "red", False) + ball(54, 60, 6, "red", False) + leaf(49, 55, 8, 30, "green"),
    )


@drawing
def marmalade():
    return jar("orange", "green", "cream", citrus(48, 60, 11, "orange"))


@drawing
def honey():
    comb = "M{0} {1}l6 3.5v7l-6 3.5l-6 -3.5v-7Z"
    return jar(
        "yellow",
        "rye",
        "cream",
        path(comb.format(41, 53), "orange")
        + path(comb.format(55, 53), "yellow_d")
        + path(comb.format(48, 64), "orange"),
    )


@drawing
def peanut_butter():
    nut = ellipse(44, 57, 6.5, 6, "crust_d") + ellipse(52, 64, 7, 6.5, "crust_d") + line("M42 57h4M50 64h4", "rye", 1.8)
    return jar("crema", "red", "cream", nut)


@drawing
def pesto():
    return jar("leaf", "slate", "cream", leaf(44, 70, 19, -22, "green") + leaf(51, 70, 19, 26, "leaf"))


@drawing
def pickles():
    greens = (
        ellipse(38, 60, 5, 14, "leaf")
        + ellipse(49, 61, 5, 14, "green")
        + ellipse(60, 60, 5, 14, "leaf")
        + line("M38 52v8M49 54v8", "lime", 2)
    )
    return jar("lime", "yellow", "lime", greens)


@drawing
def olive_oil():
    mark = ball(44, 64, 5, "leaf", False) + ball(52, 66, 5, "green", False) + leaf(48, 61, 8, 50, "green")
    return bottle("lime", "slate", "cream", mark)


@drawing
def vinegar():
    return bottle("choc", "red", "cream", drop(55, "red_d"))


@drawing
def ketchup():
    body = turned(48, "M8 26L12 34C20 40 21 46 21 54L19 80Q18 86 12 86L0 86", "red")
    nozzle = path("M44 10L52 10L57 27L39 27Z", "milk") + path("M49 10L52 10L57 27L51 27Z", "cream_d")
    fruit = ball(48, 62, 10, "red", False) + leaf(48, 53, 8, -70, "green") + leaf(48, 53, 8, 70, "green")
    return ground(23, 88) + nozzle + body + ellipse(48, 62, 14, 14, "cream") + fruit


@drawing
def mustard():
    return jar(
        "yellow",
        "red",
        "cream",
        "".join(circle(x, y, 2.6, "yellow_d") for x, y in ((42, 56), (50, 54), (56, 60), (46, 62), (52, 67), (41, 68))),
    )


@drawing
def tomato_tin():
    return tin(
        "red",
        circle(48, 56, 12, "cream")
        + ball(48, 56, 9, "red", False)
        + leaf(48, 46, 10, -70, "green")
        + leaf(48, 46, 10, 70, "green"),
    )


@drawing
def bean_tin():
    beans = "".join(
        group(f"rotate({a} {x} {y})", ellipse(x, y, 6, 4, "cream"))
        for x, y, a in ((40, 52, 20), (54, 50, -30), (48, 61, 0), (37, 66, -40), (58, 65, 40))
    )
    return tin("teal", beans)


@drawing
def fish_tin():
    body = (
        path("M10 46L10 62Q10 74 24 74L72 74Q86 74 86 62L86 46Z", "blue_d")
        + box(10, 34, 76, 26, 13, "steel_d")
        + box(10, 31, 76, 26, 13, "steel")
        + box(15, 34, 66, 20, 10, "blue")
    )
    fish = path("M26 44Q38 34 56 42L66 37L66 51L56 46Q38 54 26 44Z", "milk") + circle(34, 43, 1.6, "navy")
    return ground(36, 78) + body + fish


@drawing
def spice():
    body = turned(48, "M16 36L16 80Q16 86 10 86L0 86", "orange") + turned(48, "M16 50L16 72L0 72", "cream")
    lid = (
        box(30, 16, 36, 20, 5, "slate")
        + box(52, 16, 14, 20, 5, "slate_d")
        + "".join(circle(x, 22, 1.5, "steel") for x in (38, 44, 50))
    )
    return ground(20, 88) + body + lid + leaf(48, 69, 15, 0, "red")


@drawing
def cereal():
    bowl = (
        turned(42, "M14 60C14 70 9 74 5 74L0 74", "blue")
        + ellipse(42, 60, 14, 4, "milk")
        + "".join(circle(x, y, 2.4, "crust_d") for x, y in ((36, 58), (42, 57), (48, 59), (40, 61)))
    )
    return crate_box("orange", circle(42, 36, 9, "yellow") + bowl)


@drawing
def tea_box():
    return crate_box(
        "leaf", circle(42, 54, 14, "cream") + leaf(39, 63, 17, -18, "green") + leaf(44, 63, 17, 30, "leaf")
    )


@drawing
def crackers():
    one = box(30, 42, 24, 24, 4, "crust") + "".join(
        circle(x, y, 1.5, "rye") for x in (36, 42, 48) for y in (48, 54, 60)
    )
    return crate_box("violet", one)


@drawing
def nuts():
    shells = ellipse(40, 56, 6, 8, "crust_d") + ellipse(53, 54, 5.5, 8, "rye") + ellipse(46, 68, 8, 5.5, "cocoa")
    return pouch("kraft", path("M32 44Q48 36 64 44L64 74Q48 80 32 74Z", "cream"), shells)


@drawing
def noodles():
    bowl = (
        turned(48, "M18 58C18 70 12 74 6 76L0 76", "milk")
        + line("M34 52q4 -6 8 0t8 0t8 0t6 0", "crust", 4)
        + line("M56 34L50 54M64 36L54 56", "rye_d", 2.4)
    )
    return pouch("red", "", bowl)
