"""Fruit."""

from .pen import ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, turn, turned


def apple_of(fill):
    body = path(
        "M48 34C40 26 17 26 17 50C17 70 32 84 40 84C44 84 45 82 48 82C51 82 52 84 56 84C64 84 79 70 79 50C79 26 56 26 48 34Z",
        fill,
    )
    shade = path("M66 29.5C74 33 79 40 79 50C79 70 64 84 56 84C52 84 51 82 48 82C66 74 76 50 66 29.5Z", fill + "_d")
    return (
        ground(24, 86)
        + body
        + shade
        + line("M48 35C48 26 51 20 55 16", "rye_d", 4)
        + leaf(50, 27, 20, 66)
        + ellipse(31, 44, 4, 7, "shine", 0.45)
    )


@drawing
def apple_red():
    return apple_of("red")


@drawing
def apple_green():
    return apple_of("lime")


@drawing
def pear():
    body = turned(48, "M0 18C14 18 14 34 17 42C20 50 28 54 28 66C28 80 16 86 0 86", "lime", 0.35)
    return (
        ground(24, 87)
        + body
        + line("M48 20C47 14 50 10 54 8", "rye_d", 4)
        + leaf(49, 16, 17, 70)
        + ellipse(35, 62, 4, 8, "shine", 0.4)
    )


@drawing
def banana():
    back = path("M20 20C24 48 44 70 80 68C86 68 88 76 82 78C48 90 14 62 14 24Z", "yellow_d")
    front = path("M20 20C22 50 46 72 82 66C88 66 87 73 82 75C44 84 16 58 14 24Z", "yellow")
    tips = path("M13 25L12 14Q15 11 20 13L21 24Q17 27 13 25Z", "rye") + path(
        "M82 65.5Q89 64 88 71Q87 77 81 77Q78 71 82 65.5Z", "rye_d"
    )
    return ground(30, 86) + back + front + line("M22 36C28 56 44 68 64 71", "yellow_d", 2.4, 0.7) + tips


@drawing
def orange():
    return (
        ground(24, 86)
        + ball(48, 53, 32, "orange")
        + leaf(49, 24, 20, 62)
        + circle(48, 25, 3, "leaf_d")
        + "".join(
            circle(x, y, 1.2, "orange_d") for x, y in ((32, 56), (40, 66), (50, 58), (44, 48), (56, 70), (36, 74))
        )
    )


@drawing
def lemon():
    body = path(
        "M12 50C12 46 16 46 20 42C30 26 62 24 76 42C80 46 85 46 85 51C85 56 80 56 76 60C64 78 30 76 20 60C16 56 12 54 12 50Z",
        "yellow",
    )
    shade = path(
        "M70 36C73 38 74 40 76 42C80 46 85 46 85 51C85 56 80 56 76 60C64 78 34 76 22 62C50 70 74 58 70 36Z", "yellow_d"
    )
    return ground(28, 80) + turn(-14, body, shade, ellipse(32, 44, 6, 4, "shine", 0.5)) + leaf(78, 40, 18, -24)


@drawing
def grapes():
    spots = (
        (34, 36),
        (48, 34),
        (62, 36),
        (28, 48),
        (41, 48),
        (55, 48),
        (68, 48),
        (34, 60),
        (48, 61),
        (61, 60),
        (41, 72),
        (55, 72),
        (48, 81),
    )
    return (
        ground(18, 90)
        + line("M48 32C47 22 50 16 54 10", "rye_d", 4)
        + leaf(48, 26, 24, 74)
        + leaf(47, 26, 20, -72, "green")
        + "".join(ball(x, y, 8.2, "violet", x < 45) for x, y in spots)
    )


@drawing
def strawberry():
    body = path("M18 40C18 26 34 24 48 28C62 24 78 26 78 40C78 60 58 86 48 86C38 86 18 60 18 40Z", "red")
    shade = path("M66 27C74 29 78 33 78 40C78 60 58 86 48 86C62 76 74 48 66 27Z", "red_d")
    pips = "".join(
        ellipse(x, y, 1.5, 2.3, "yellow")
        for x, y in ((30, 42), (42, 44), (54, 44), (66, 44), (35, 56), (48, 57), (60, 57), (42, 69), (54, 69))
    )
    cap = (
        leaf(48, 32, 20, -80, "green")
        + leaf(48, 32, 20, 80, "leaf")
        + leaf(48, 33, 16, 130, "green")
        + leaf(48, 33, 16, -130, "leaf")
        + line("M48 31q0 -10 5 -15", "leaf_d", 4)
    )
    return ground(18, 88) + body + shade + pips + cap


def berry(x, y, r):
    return (
        ball(x, y, r, "navy")
        + circle(x + 2, y - r * 0.35, r * 0.36, "blue_d")
        + circle(x + 2, y - r * 0.35, r * 0.22, "navy_d")
    )


@drawing
def blueberries():
    return (
        ground(34, 82)
        + leaf(44, 36, 26, -50)
        + leaf(50, 36, 24, 44, "green")
        + berry(48, 44, 17)
        + berry(28, 64, 17)
        + berry(67, 64, 17)
    )


@drawing
def cherries():
    stems = line("M54 14C44 28 34 40 32 54M54 14C60 30 66 42 66 56", "leaf_d", 3.6)
    return ground(34, 86) + stems + leaf(54, 16, 26, 84) + ball(31, 68, 17, "red") + ball(66, 69, 16, "red")


@drawing
def peach():
    body = ball(48, 53, 32, "orange") + path(
        "M48 22C34 34 36 66 50 85C28 86 16 70 16 53C16 36 30 22 48 22Z", "rose", 0.75
    )
    return (
        ground(24, 86)
        + body
        + line("M48 22C38 34 38 58 47 74", "orange_d", 2.8)
        + leaf(49, 24, 22, 64)
        + line("M48 25q0 -6 3 -10", "rye_d", 4)
    )


@drawing
def mango():
    body = path("M16 56C14 34 36 18 58 22C78 26 88 44 80 60C72 78 20 84 16 56Z", "yellow")
    blush = path("M58 22C78 26 88 44 80 60C74 73 46 80 29 73C64 70 74 44 58 22Z", "red", 0.75)
    return (
        ground(30, 82)
        + body
        + blush
        + ellipse(34, 44, 5, 8, "shine", 0.45)
        + line("M60 23q3 -5 8 -7", "rye_d", 4)
        + leaf(63, 19, 18, 100)
    )


@drawing
def kiwi():
    whole = ellipse(60, 44, 28, 24, "rye_d") + ellipse(58, 43, 26, 22, "rye")
    half = (
        ellipse(38, 58, 27, 24, "rye_d")
        + ellipse(37.5, 57, 25, 22, "lime")
        + ellipse(37.5, 57, 21, 18, "green")
        + ellipse(37.5, 57, 8, 6.5, "milk")
    )
    pips = "".join(group(f"rotate({a} 37.5 57)", ellipse(37.5, 45.5, 1.1, 2.2, "coffee_d")) for a in range(0, 360, 30))
    return ground(34, 83) + whole + half + pips


@drawing
def pineapple():
    crown = (
        leaf(48, 42, 36, 0, "leaf")
        + leaf(46, 42, 30, -28, "green")
        + leaf(50, 42, 30, 28, "green")
        + leaf(46, 44, 22, -54, "leaf")
        + leaf(50, 44, 22, 54, "leaf")
    )
    body = turned(48, "M0 36C18 36 23 50 23 62C23 78 14 87 0 87", "yellow", 0.4)
    net = line("M34 42L66 76M28 54L58 85M46 38L70 62M62 42L30 76M68 54L38 85M50 38L26 62", "yellow_d", 2.2)
    return ground(20, 88) + crown + body + net


@drawing
def watermelon():
    rind = path("M10 40L86 40C86 66 68 80 48 80C28 80 10 66 10 40Z", "leaf")
    white = path("M15 40L81 40C81 63 65 75 48 75C31 75 15 63 15 40Z", "lime")
    flesh = path("M19 38L77 38C77 60 63 71 48 71C33 71 19 60 19 38Z", "red") + path(
        "M62 38L77 38C77 60 63 71 48 71C58 64 64 52 62 38Z", "red_d"
    )
    pips = "".join(
        ellipse(x, y, 1.6, 2.6, "coffee_d")
        for x, y in ((30, 46), (42, 48), (54, 46), (66, 47), (36, 57), (49, 58), (59, 56), (47, 66))
    )
    return ground(28, 83) + turn(-8, rind, white, flesh, pips)


@drawing
def avocado():
    def half(x, y, extra):
        return group(
            f"translate({x} {y})",
            turned(0, "M0 -32C10 -32 12 -16 16 -8C24 4 22 28 0 28", "leaf", 0.7),
            turned(0, "M0 -28C8 -28 9 -14 13 -6C19 5 18 24 0 24", "lime", 0.9),
            turned(0, "M0 -23C5 -23 6 -11 10 -5C15 4 13 20 0 20", "cream", 0.9),
            extra,
        )

    return ground(34, 84) + half(32, 54, ellipse(0, 7, 8.5, 9, "rye_d", 0.45)) + half(64, 54, ball(0, 7, 10, "rye"))


@drawing
def fruit_basket():
    fruit = (
        ball(30, 38, 13, "red")
        + ball(64, 38, 14, "orange")
        + ball(47, 31, 14, "lime")
        + ball(56, 47, 8, "violet")
        + ball(42, 48, 8, "violet")
        + leaf(48, 20, 12, 60)
    )
    basket = (
        turned(48, "M36 48L29 78Q28 83 22 83L0 83", "wood")
        + line("M18 58Q48 64 78 58M20 68Q48 74 76 68M32 52l3 30M48 53v30M64 52l-3 30", "wood_d", 2.6)
        + box(9, 44, 78, 9, 4.5, "wood")
        + box(58, 44, 29, 9, 4.5, "wood_d")
    )
    return ground(30, 85) + fruit + basket
