"""Household goods."""

from .marks import flower
from .packs import pouch, tub
from .pen import box, circle, drawing, ellipse, ground, group, leaf, line, path, turn, turned


@drawing
def soap():
    bar = (
        path("M14 52Q14 40 26 40L70 40Q82 40 82 52L82 62Q82 74 70 74L26 74Q14 74 14 62Z", "mint_d")
        + box(14, 36, 68, 30, 13, "mint")
        + box(24, 43, 48, 16, 8, "mint_d", 0.6)
        + line("M24 42q3 -3 8 -3", "shine", 2.6, 0.7)
    )
    foam = (
        circle(70, 34, 9, "sky")
        + circle(60, 26, 6, "sky")
        + circle(76, 20, 4.6, "sky")
        + circle(67, 31, 2.4, "shine")
        + circle(58, 24, 1.7, "shine")
        + circle(82, 38, 5, "sky_d")
    )
    return ground(34, 78) + bar + foam


@drawing
def hand_soap():
    pump = (
        path("M44 30L44 18L30 18Q26 18 26 23L31 23L31 21.5L44 21.5Z", "slate")
        + box(43, 12, 11, 8, 3, "slate")
        + box(45, 18, 7, 16, 1, "slate_d")
        + box(38, 30, 20, 9, 3, "slate")
        + box(50, 30, 8, 9, 3, "slate_d")
    )
    body = (
        turned(48, "M13 38Q20 40 20 48L20 79Q20 86 13 86L0 86", "mint")
        + turned(48, "M20 54L20 76L0 76", "cream")
        + leaf(48, 74, 17, 0, "green")
    )
    return ground(23, 88) + pump + body


@drawing
def dish_liquid():
    shine = path("M48 54L50.5 61L57 63L50.5 65L48 72L45.5 65L39 63L45.5 61Z", "shine")
    body = turned(48, "M7 26C7 34 21 40 21 52C21 58 17 62 18 68L20 80Q20 86 13 86L0 86", "green")
    cap = box(41, 16, 14, 11, 3, "yellow") + box(49, 16, 6, 11, 3, "yellow_d") + box(45, 8, 6, 10, 2.5, "milk")
    return ground(22, 88) + body + cap + circle(48, 63, 14, "leaf", 0.7) + shine


@drawing
def detergent():
    body = path("M28 28L54 28Q58 28 60 31L72 48L72 82Q72 86 68 86L28 86Q24 86 24 82L24 32Q24 28 28 28Z", "violet")
    shade = path("M54 28Q58 28 60 31L72 48L72 82Q72 86 68 86L54 86Z", "violet_d")
    hole = box(56, 46, 9, 18, 4.5, "plum")
    cap = box(26, 10, 22, 20, 4, "orange") + box(40, 10, 8, 20, 4, "orange_d")
    return ground(28, 88) + body + shade + hole + cap + flower(39, 60, 11, "milk")


@drawing
def cleaner():
    head = (
        path("M38 34L38 24L30 20L24 22L22 17L32 10L58 10Q62 10 62 16L58 24L58 34Z", "orange")
        + path("M50 10L58 10Q62 10 62 16L58 24L58 34L50 34Z", "orange_d")
        + path("M30 22L26 36L31 37L36 25Z", "slate")
    )
    body = turned(48, "M11 34C11 44 22 46 22 56L22 79Q22 86 15 86L0 86", "blue") + turned(
        48, "M22 58L22 76L0 76", "cream"
    )
    return ground(24, 88) + body + head + path("M48 58L50 65L57 67L50 69L48 76L46 69L39 67L46 65Z", "blue")


@drawing
def sponge():
    scrub = path("M12 48L62 32L86 40L86 48L36 66L12 56Z", "leaf")
    body = path("M12 54L36 64L86 46L86 62L36 82L12 70Z", "yellow") + path("M12 54L36 64L36 82L12 70Z", "yellow_d")
    top = path("M12 46L62 30L86 38L36 56Z", "green")
    pores = (
        ellipse(48, 68, 3, 2.2, "yellow_d")
        + ellipse(60, 66, 2.4, 1.8, "yellow_d")
        + ellipse(72, 57, 3, 2.2, "yellow_d")
        + ellipse(54, 74, 2, 1.5, "yellow_d")
        + ellipse(80, 60, 2, 1.5, "yellow_d")
    )
    return ground(36, 80) + scrub + body + top + path("M12 46L36 56L36 64L12 54Z", "leaf_d") + pores


@drawing
def toilet_paper():
    def roll_(x, y):
        side = turned(x, f"M20 {y}L20 {y + 26}Q20 {y + 33} 0 {y + 33}", "paper")
        return (
            side
            + ellipse(x, y, 20, 7.5, "milk")
            + ellipse(x, y, 7, 2.8, "kraft")
            + ellipse(x, y + 0.8, 5.5, 2, "kraft_d")
        )

    return (
        ground(38, 84)
        + roll_(28, 52)
        + roll_(68, 52)
        + roll_(48, 22)
        + path("M68 28L68 50Q62 54 57 54L57 29Z", "paper_d", 0.5)
    )


@drawing
def kitchen_roll():
    side = turned(46, "M22 22L22 76Q22 85 0 85", "paper")
    sheet = path("M68 24L82 28L82 84L68 78Z", "milk") + line("M71 36l9 2M71 52l9 2M71 68l9 2", "teal", 2.2)
    dots = line("M30 40q5 4 11 5M30 58q5 4 11 5M30 74q5 3 11 4M50 46q6 0 10 -1M50 64q6 0 10 -1", "teal", 2.2, 0.7)
    return (
        ground(32, 87)
        + sheet
        + side
        + dots
        + ellipse(46, 22, 22, 8.5, "milk")
        + ellipse(46, 22, 8, 3.2, "kraft")
        + ellipse(46, 23, 6, 2.2, "kraft_d")
    )


@drawing
def napkins():
    stack = (
        path("M14 66L50 50L84 62L48 80Z", "rose_d")
        + path("M14 60L50 44L84 56L48 74Z", "rose")
        + path("M14 54L50 38L84 50L48 68Z", "rose_d")
        + path("M14 48L50 32L84 44L48 62Z", "rose")
    )
    return ground(36, 80) + stack + path("M50 32L84 44L62 54Z", "milk", 0.85) + line("M30 49l18 7", "milk", 2.6)


@drawing
def candle():
    flame = path("M48 10C56 20 58 24 58 29A10 10 0 0 1 38 29C38 24 42 20 48 10Z", "orange") + path(
        "M48 20C52 25 53 27 53 30A5 5 0 0 1 43 30C43 27 45 24 48 20Z", "yellow"
    )
    wax = (
        turned(48, "M24 50L24 78Q24 86 16 86L0 86", "rose")
        + ellipse(48, 50, 24, 7.5, "cream")
        + ellipse(48, 50, 17, 4.6, "rose")
    )
    return ground(27, 88) + wax + line("M48 50V38", "slate_d", 2.6) + flame + turned(48, "M24 60L24 74L0 74", "cream")


@drawing
def matches():
    def stick(x, a):
        return group(f"rotate({a} {x} 40)", box(x - 2, 14, 4, 36, 1, "dough"), ellipse(x, 14, 4, 5.5, "red"))

    tray = path("M24 46L72 46L72 82Q72 86 68 86L28 86Q24 86 24 82Z", "blue") + path(
        "M58 46L72 46L72 82Q72 86 68 86L56 86Z", "blue_d"
    )
    return (
        ground(27, 88)
        + stick(34, -6)
        + stick(44, 2)
        + stick(54, -3)
        + stick(63, 6)
        + tray
        + path("M48 54C55 62 57 66 57 70A9 9 0 0 1 39 70C39 66 43 62 48 54Z", "orange")
        + path("M48 63C51 67 52 69 52 71A4 4 0 0 1 44 71C44 69 46 66 48 63Z", "yellow")
    )


@drawing
def batteries():
    def one(x):
        return (
            turned(x, "M12 38L12 80Q12 84 0 84", "slate")
            + turned(x, "M12 24L12 42L0 42", "crema")
            + ellipse(x, 24, 12, 4, "crust_l")
            + box(x - 4.5, 16, 9, 8, 2, "steel")
            + line(f"M{x - 4} 33h8M{x} 29v8", "milk", 2.4)
        )

    return ground(30, 86) + one(33) + one(63)


@drawing
def light_bulb():
    glass_ = path(
        "M48 10C66 10 76 23 76 37C76 50 66 54 62 66L34 66C30 54 20 50 20 37C20 23 30 10 48 10Z", "yellow"
    ) + path("M60 13C70 17 76 27 76 37C76 50 66 54 62 66L52 66C58 50 70 38 60 13Z", "yellow_d")
    screw = (
        box(35, 66, 26, 7, 3, "steel")
        + box(35, 73, 26, 7, 3, "steel_d")
        + path("M38 80L58 80Q54 88 48 88Q42 88 38 80Z", "slate")
    )
    return (
        ground(14, 91)
        + glass_
        + screw
        + line("M42 64V48L36 40M54 64V48L60 40M42 48h12", "orange_d", 2.6)
        + ellipse(34, 28, 4, 7, "shine", 0.6)
    )


@drawing
def bin_bags():
    roll_ = (
        turned(46, "M24 24L24 76Q24 85 0 85", "slate")
        + ellipse(46, 24, 24, 9, "slate")
        + ellipse(46, 24, 15, 5.5, "slate_d")
        + ellipse(46, 24, 7, 2.6, "slate")
    )
    return (
        ground(30, 87)
        + roll_
        + path("M22 44Q44 56 70 44L70 66Q44 78 22 66Z", "green")
        + path("M58 49Q66 47 70 44L70 66Q66 69 58 71Z", "green_d")
        + line("M38 58q0 -6 6 -6M50 60q3 5 -3 8", "milk", 3)
    )


@drawing
def foil():
    pack = (
        path("M12 46L74 32L86 38L86 58L24 74L12 66Z", "blue")
        + path("M12 46L24 54L24 74L12 66Z", "blue_d")
        + path("M12 46L74 32L86 38L24 54Z", "sky")
    )
    sheet = path("M24 54L86 38L88 54Q70 66 56 62T26 74Z", "steel") + path(
        "M88 54Q70 66 56 62T26 74L25 66Q46 56 58 56T87 46Z", "steel_d"
    )
    return ground(36, 80) + pack + sheet


@drawing
def toothbrush():
    brush = (
        box(14, 52, 70, 9, 4.5, "teal")
        + box(46, 52, 38, 9, 4.5, "teal_d")
        + box(16, 38, 22, 15, 3, "milk_d")
        + line("M20 40v10M25 40v10M30 40v10M35 40v10", "sky_d", 2.4)
        + path("M14 38q3 -8 9 -5q4 -7 10 -1q6 -1 6 6Z", "mint")
    )
    return ground(30, 80) + turn(-28, brush)


@drawing
def toothpaste():
    tube = (
        path("M20 34L74 30Q78 48 74 66L20 62Z", "sky")
        + path("M20 52L75.5 53Q75 60 74 66L20 62Z", "sky_d")
        + box(12, 30, 10, 36, 3, "blue")
        + box(74, 38, 12, 20, 3, "red")
        + box(74, 48, 12, 10, 3, "red_d")
        + path("M30 48Q44 38 62 46Q48 58 30 48Z", "shine")
    )
    return ground(32, 80) + turn(-18, tube)


@drawing
def shampoo():
    mark = circle(52, 60, 5.5, "shine") + circle(45, 67, 4, "shine") + circle(54, 69, 2.6, "shine")
    body = turned(48, "M20 32L20 78Q20 86 12 86L0 86", "orange")
    return (
        ground(22, 88)
        + body
        + box(34, 12, 28, 20, 5, "milk_d")
        + box(50, 12, 12, 20, 5, "foam_d")
        + circle(48, 60, 15, "orange_d", 0.8)
        + mark
    )


@drawing
def hand_cream():
    tube = (
        path("M24 12L72 12L66 68L30 68Z", "rose")
        + path("M58 12L72 12L66 68L54 68Z", "rose_d")
        + box(22, 9, 52, 7, 3, "rose_d")
        + box(32, 66, 32, 20, 5, "milk_d")
        + box(52, 66, 12, 20, 5, "foam_d")
    )
    return ground(20, 88) + tube + flower(47, 40, 13, "milk")


@drawing
def plasters():
    one = (
        box(10, 36, 76, 24, 12, "crust_l")
        + box(34, 36, 28, 24, 0, "dough")
        + "".join(circle(x, y, 1.5, "crust_d") for x in (41, 48, 55) for y in (43, 53))
        + "".join(circle(x, 48, 1.5, "crust") for x in (20, 27, 69, 76))
    )
    two = box(10, 36, 76, 24, 12, "crust") + box(34, 36, 28, 24, 0, "crust_l")
    return ground(28, 86) + turn(52, two) + turn(-32, one)


@drawing
def tissues():
    puff = path("M34 40Q28 22 40 14Q42 24 50 20Q60 10 66 16Q58 26 64 40Z", "milk") + path(
        "M50 20Q60 10 66 16Q58 26 64 40L50 40Q56 28 50 20Z", "milk_d"
    )
    body = (
        path("M12 40L72 40L72 78Q72 82 68 82L16 82Q12 82 12 78Z", "teal")
        + path("M72 40L86 34L86 74L72 82Z", "teal_d")
        + path("M12 40L28 32L86 34L72 40Z", "mint")
    )
    return ground(36, 84) + body + ellipse(49, 37, 18, 3, "teal_d") + puff + flower(40, 62, 10, "cream")


@drawing
def tea_towel():
    cloth = path("M26 14L70 14L70 84L26 84Z", "cream") + path("M56 14L70 14L70 84L56 84Z", "cream_d")
    return (
        ground(24, 88)
        + cloth
        + box(26, 24, 44, 5, 0, "red")
        + box(26, 33, 44, 2.5, 0, "red")
        + box(26, 66, 44, 5, 0, "red")
        + box(26, 75, 44, 2.5, 0, "red")
        + box(32, 14, 4, 70, 0, "red", 0.5)
        + box(60, 14, 4, 70, 0, "red", 0.5)
        + line("M44 14q4 -9 8 0", "slate", 2.6)
    )


@drawing
def broom():
    head = (
        path("M30 52L66 52Q74 70 78 86L18 86Q22 70 30 52Z", "yellow")
        + path("M56 52L66 52Q74 70 78 86L58 86Q60 68 56 52Z", "yellow_d")
        + line("M34 64l-5 20M44 62l-3 22M53 62l3 22M62 64l6 20", "yellow_d", 2.4)
    )
    return (
        ground(34, 88)
        + box(45, 4, 6, 46, 3, "wood")
        + box(48, 4, 3, 46, 1.5, "wood_d")
        + head
        + box(28, 46, 40, 10, 4, "red")
        + box(54, 46, 14, 10, 4, "red_d")
    )


@drawing
def laundry_tub():
    return tub("blue", path("M48 46L51 55L60 58L51 61L48 70L45 61L36 58L45 55Z", "shine"), "sky")


@drawing
def pet_food():
    bone = (
        line("M38 66L58 52", "milk", 7)
        + circle(35, 64, 5, "milk")
        + circle(40, 70, 5, "milk")
        + circle(56, 48, 5, "milk")
        + circle(61, 54, 5, "milk")
    )
    return pouch("orange", "", bone)


@drawing
def tealights():
    def one(x, y):
        return (
            turned(x, f"M16 {y}L16 {y + 12}Q16 {y + 16} 0 {y + 16}", "steel")
            + ellipse(x, y, 16, 6, "milk_d")
            + ellipse(x, y, 13, 4.4, "milk")
            + path(
                f"M{x} {y - 18}C{x + 5} {y - 11} {x + 6} {y - 8} {x + 6} {y - 6}A6 6 0 0 1 {x - 6} {y - 6}C{x - 6} {y - 8} {x - 5} {y - 11} {x} {y - 18}Z",
                "orange",
            )
            + ellipse(x, y - 5, 2.6, 4, "yellow")
        )

    return ground(36, 84) + one(48, 40) + one(28, 62) + one(68, 62)
