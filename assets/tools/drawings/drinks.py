"""Drinks to take home."""

from .marks import bubbles, citrus, drop, wheat
from .packs import bottle, can, carton, wide_bottle
from .pen import box, circle, drawing, ground, group, leaf, line, path, turned


@drawing
def water():
    return bottle("sky", "blue", "blue", drop(55, "shine"))


@drawing
def sparkling_water():
    return bottle("mint", "teal", "teal", bubbles(64))


@drawing
def cola():
    return can(
        "choc",
        circle(47, 54, 12, "yellow")
        + circle(43, 57, 3.4, "choc")
        + circle(50, 51, 2.8, "choc")
        + circle(51, 59, 2, "choc")
        + circle(44, 49, 1.7, "choc"),
    )


@drawing
def orange_can():
    return can("orange", citrus(47, 54, 12, "orange"))


@drawing
def lemon_can():
    return can("yellow", citrus(47, 54, 12, "yellow"))


@drawing
def iced_tea_can():
    return can("green", leaf(43, 64, 19, -24, "leaf") + leaf(50, 64, 19, 30, "lime"))


@drawing
def energy_can():
    return can("navy", path("M51 36L40 57L47 57L43 74L57 50L50 50Z", "yellow"), slim=True)


@drawing
def tonic_can():
    return can("teal", bubbles(52) + bubbles(66), slim=True)


@drawing
def juice_bottle():
    return wide_bottle("orange", "green", "cream", citrus(47, 63, 10, "orange"))


@drawing
def apple_juice():
    fruit = circle(43, 64, 6.5, "red") + circle(50, 64, 6.5, "red") + leaf(47, 58, 8, 40, "green")
    return wide_bottle("yellow", "red", "cream", fruit)


@drawing
def juice_carton():
    return carton("orange", citrus(42, 68, 11, "orange"), "green")


@drawing
def milk():
    return carton("blue", group("translate(-6 0)", drop(57, "shine")))


@drawing
def oat_milk():
    return carton("kraft", wheat(42, 60, 0.78, "rye"), "teal")


@drawing
def buttermilk():
    return carton("green", group("translate(-6 0)", drop(57, "milk")))


@drawing
def beer():
    return bottle("rye", "yellow", "cream", wheat(48, 59, 0.5))


def wine_of(fill, cap, mark):
    glass = turned(48, "M5 8L5 32C5 40 17 42 17 54L17 80Q17 86 11 86L0 86", fill)
    foil = turned(48, "M5.5 7Q5.5 5 4 5L0 5", cap) + turned(48, "M5.5 6L5.5 22L0 22", cap)
    return (
        ground(20, 88)
        + glass
        + foil
        + turned(48, "M17 56L17 76L0 76", "cream")
        + mark
        + line("M37 46Q35 49 35 53", "shine", 2.6, 0.4)
    )


@drawing
def red_wine():
    spots = "".join(
        circle(x, y, 2.6, "plum") for x, y in ((44, 63), (49, 63), (54, 63), (46.5, 67.5), (51.5, 67.5), (49, 72))
    )
    return wine_of("plum", "red", spots)


@drawing
def white_wine():
    spots = "".join(
        circle(x, y, 2.6, "lime_d") for x, y in ((44, 63), (49, 63), (54, 63), (46.5, 67.5), (51.5, 67.5), (49, 72))
    )
    return wine_of("leaf", "yellow", spots)


@drawing
def kombucha():
    return bottle("rose", "slate", "cream", leaf(48, 70, 13, 0, "green"))


@drawing
def syrup():
    return bottle(
        "red",
        "steel",
        "cream",
        circle(45, 65, 4.5, "red") + circle(52, 64, 4.5, "red_d") + leaf(49, 61, 6, 40, "green"),
    )


@drawing
def shot():
    body = turned(48, "M9 34L9 40C9 45 16 46 16 54L16 80Q16 86 11 86L0 86", "yellow")
    return (
        ground(19, 88)
        + body
        + box(37, 24, 22, 12, 3, "orange")
        + box(50, 24, 9, 12, 3, "orange_d")
        + turned(48, "M16 58L16 76L0 76", "cream")
        + leaf(48, 73, 12, 0, "green")
    )
