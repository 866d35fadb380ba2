"""Chocolate, sweets, ice cream and crisps."""

from .packs import crate_box, pouch
from .pen import ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, turn


def chocolate_in(fill):
    """A bar of chocolate, its wrapper half open."""
    wrapper = path("M22 40L74 40L74 82Q74 86 70 86L26 86Q22 86 22 82Z", fill) + path(
        "M58 40L74 40L74 82Q74 86 70 86L54 86Z", fill + "_d"
    )
    bar = (
        path("M26 14Q26 10 30 10L66 10Q70 10 70 14L70 42L26 42Z", "choc")
        + box(30, 14, 16, 11, 2, "cocoa")
        + box(50, 14, 16, 11, 2, "cocoa")
        + box(30, 28, 16, 11, 2, "cocoa")
        + box(50, 28, 16, 11, 2, "cocoa")
    )
    foil = path("M22 42l5 -4l6 4l6 -4l6 4l6 -4l6 4l6 -4l6 4l5 -4v6H22Z", "steel")
    return ground(28, 87) + bar + foil + wrapper + box(30, 54, 34, 18, 4, "cream") + leaf(47, 69, 12, 0, "choc")


@drawing
def chocolate():
    return chocolate_in("teal")


@drawing
def chocolate_milk():
    return chocolate_in("violet")


@drawing
def sweets():
    def candy(x, y, s, fill, angle):
        ends = path("M-14 0L-27 -10Q-24 0 -27 10ZM14 0L27 -10Q24 0 27 10Z", fill + "_d")
        return group(
            f"translate({x} {y}) rotate({angle}) scale({s})",
            ends,
            ellipse(0, 0, 16, 12, fill),
            path("M3 -12Q16 -8 16 0T0 12Q12 2 3 -12Z", fill + "_d"),
            line("M-8 -6q3 -3 7 -3", "shine", 2.4, 0.6),
        )

    return (
        ground(32, 84) + candy(34, 34, 1, "red", -24) + candy(62, 54, 1, "yellow", 18) + candy(34, 71, 0.85, "teal", -8)
    )


@drawing
def lollipop():
    disc = ball(48, 36, 26, "rose", False) + line(
        "M48 36c3 -5 10 -1 8 5c-3 8 -16 7 -19 -1c-3 -11 7 -19 17 -17c12 3 15 17 9 26", "milk", 4.5
    )
    return ground(12, 90) + line("M48 60V88", "steel_d", 5) + disc


@drawing
def liquorice():
    coil = line(
        "M48 50c3 -4 9 0 7 5c-3 8 -15 7 -17 -1c-3 -11 7 -18 17 -16c13 3 17 18 10 28c-9 13 -30 12 -38 -1c-9 -15 -1 -36 19 -39",
        "slate_d",
        6.5,
    )
    return ground(28, 86) + coil + line("M30 34c4 -6 9 -9 15 -10M37 46c1 -3 4 -6 8 -7", "grey", 2, 0.8)


@drawing
def gum():
    sticks = (
        turn(-8, box(30, 14, 10, 40, 3, "rose"))
        + turn(2, box(43, 10, 10, 44, 3, "mint"))
        + turn(10, box(55, 14, 10, 40, 3, "rose"))
    )
    pack = path("M22 40L74 40L72 82Q72 86 68 86L28 86Q24 86 24 82Z", "blue") + path(
        "M60 40L74 40L72 82Q72 86 68 86L56 86Z", "blue_d"
    )
    return ground(27, 88) + sticks + pack + leaf(47, 74, 20, -20, "mint") + leaf(49, 74, 20, 24, "sky")


@drawing
def ice_cream():
    cone = (
        path("M30 46L66 46L50 88Q48 91 46 88Z", "crust")
        + path("M54 46L66 46L50 88Q49 90 48 90Z", "crust_d")
        + line("M36 60L58 48M41 72L62 58M38 48L55 68M52 48L60 58", "crust_d", 2)
    )
    return (
        cone
        + ball(37, 38, 14, "rose")
        + ball(60, 38, 14, "mint")
        + ball(48, 24, 15, "yellow")
        + path("M27 44q10 8 21 2q12 7 21 -2q2 10 -6 8q-5 4 -9 -1q-6 6 -11 0q-5 4 -9 0q-8 1 -7 -7Z", "rose")
    )


@drawing
def ice_lolly():
    body = (
        path("M30 34Q30 10 48 10Q66 10 66 34L66 64Q66 68 62 68L34 68Q30 68 30 64Z", "red")
        + path("M30 48L66 48L66 64Q66 68 62 68L34 68Q30 68 30 64Z", "yellow")
        + path("M54 11Q66 15 66 34L66 48L54 48Z", "red_d")
        + path("M54 48L66 48L66 64Q66 68 62 68L54 68Z", "yellow_d")
    )
    return box(43, 66, 10, 24, 4, "wood") + box(48, 66, 5, 24, 2, "wood_d") + body + line("M38 24v22", "shine", 4, 0.45)


@drawing
def biscuits():
    roll_ = ball(40, 44, 18, "crust", False) + "".join(
        circle(x, y, 1.5, "rye") for x, y in ((34, 38), (44, 36), (48, 46), (38, 50))
    )
    return pouch("cream", "", group("translate(8 12)", roll_))


@drawing
def crisps():
    one = path("M34 54Q46 40 64 50Q60 68 44 72Q34 68 34 54Z", "yellow") + path(
        "M64 50Q60 68 44 72Q40 70 37 66Q56 64 64 50Z", "yellow_d"
    )
    return pouch("red", "", one)


@drawing
def popcorn():
    tops = "".join(
        circle(x, y, r, c)
        for x, y, r, c in (
            (32, 34, 9, "milk"),
            (64, 34, 9, "foam"),
            (48, 26, 10, "milk"),
            (40, 40, 9, "foam"),
            (56, 40, 9, "milk"),
            (37, 24, 6, "foam"),
            (60, 23, 6, "milk"),
        )
    )
    corn = "".join(circle(x, y, 2.2, "yellow") for x, y in ((34, 34), (50, 27), (62, 34), (44, 40), (56, 40)))
    tub_ = (
        path("M22 42L74 42L68 84Q68 87 64 87L32 87Q28 87 28 84Z", "milk")
        + path(
            "M22 42L34 42L37 87L32 87Q28 87 28 84ZM44 42L52 42L51.5 87L44.5 87ZM62 42L74 42L68 84Q68 87 64 87L59 87Z",
            "red",
        )
        + path("M68 42L74 42L68 84Q68 87 64 87L62 87Z", "red_d")
    )
    return ground(24, 89) + tops + corn + tub_


@drawing
def sprinkles():
    dots = "".join(
        group(f"rotate({a} {x} {y})", box(x - 4, y - 1.4, 8, 2.8, 1.4, "choc"))
        for x, y, a in (
            (32, 48, 20),
            (44, 44, -40),
            (52, 54, 60),
            (36, 60, -20),
            (48, 66, 10),
            (32, 70, 70),
            (54, 72, -30),
        )
    )
    return crate_box("yellow", box(26, 38, 32, 40, 5, "cream") + dots)


@drawing
def pralines():
    lid = path("M12 34L62 20L86 28L36 44Z", "rose") + path("M12 34L36 44L36 50L12 40Z", "rose_d")
    tray = (
        path("M12 50L36 60L36 78L12 66Z", "red_d")
        + path("M36 60L86 42L86 60L36 78Z", "red")
        + path("M12 50L62 34L86 42L36 60Z", "cream_d")
    )
    drops = "".join(
        ellipse(x, y, 7, 4.5, "choc") + ellipse(x - 1, y - 1.5, 4, 2, "cocoa")
        for x, y in ((34, 51), (50, 46), (64, 41))
    )
    return ground(38, 80) + tray + drops + group("translate(2 -8)", lid) + line("M27 22.5l22 12", "milk", 3)
