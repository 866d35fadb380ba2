"""Household goods, gifts, and what a shop does for people: deposits, parcels, bags."""

from .packs import bottle, can, crate_box, pouch, tub, wide_bottle
from .pen import at, ball, box, circle, ellipse, ground, group, ink, leaf, line, path, turn, turned


def flower(x, y, size, fill, heart="yellow"):
    petals = "".join(f'<circle cx="0" cy="{-size * .62:.1f}" r="{size * .44:.1f}" transform="rotate({a})"/>' for a in range(0, 360, 72))
    return group(f"translate({x} {y})", f'<g fill="{ink(fill)}">{petals}</g>', circle(0, 0, size * 0.36, heart), path(f"M{size * .2:.1f} {-size * .3:.1f}A{size * .36:.1f} {size * .36:.1f} 0 0 1 {-size * .1:.1f} {size * .34:.1f}A{size * .5:.1f} {size * .5:.1f} 0 0 0 {size * .2:.1f} {-size * .3:.1f}Z", heart + "_d"))


def soap():
    bar = path("M14 52Q14 40 26 40L70 40Q82 40 82 52L82 62Q82 74 70 74L26 74Q14 74 14 62Z", "mint_d") + box(14, 36, 68, 30, 13, "mint") + box(24, 43, 48, 16, 8, "mint_d", 0.6) + line("M24 42q3 -3 8 -3", "shine", 2.6, 0.7)
    foam = circle(70, 34, 9, "sky") + circle(60, 26, 6, "sky") + circle(76, 20, 4.6, "sky") + circle(67, 31, 2.4, "shine") + circle(58, 24, 1.7, "shine") + circle(82, 38, 5, "sky_d")
    return ground(34, 78) + bar + foam


def hand_soap():
    pump = path("M44 30L44 18L30 18Q26 18 26 23L31 23L31 21.5L44 21.5Z", "slate") + box(43, 12, 11, 8, 3, "slate") + box(45, 18, 7, 16, 1, "slate_d") + box(38, 30, 20, 9, 3, "slate") + box(50, 30, 8, 9, 3, "slate_d")
    body = turned(48, "M13 38Q20 40 20 48L20 79Q20 86 13 86L0 86", "mint") + turned(48, "M20 54L20 76L0 76", "cream") + leaf(48, 74, 17, 0, "green")
    return ground(23, 88) + pump + body


def dish_liquid():
    shine = path("M48 54L50.5 61L57 63L50.5 65L48 72L45.5 65L39 63L45.5 61Z", "shine")
    body = turned(48, "M7 26C7 34 21 40 21 52C21 58 17 62 18 68L20 80Q20 86 13 86L0 86", "green")
    cap = box(41, 16, 14, 11, 3, "yellow") + box(49, 16, 6, 11, 3, "yellow_d") + box(45, 8, 6, 10, 2.5, "milk")
    return ground(22, 88) + body + cap + circle(48, 63, 14, "leaf", 0.7) + shine


def detergent():
    body = path("M28 28L54 28Q58 28 60 31L72 48L72 82Q72 86 68 86L28 86Q24 86 24 82L24 32Q24 28 28 28Z", "violet")
    shade = path("M54 28Q58 28 60 31L72 48L72 82Q72 86 68 86L54 86Z", "violet_d")
    hole = box(56, 46, 9, 18, 4.5, "plum")
    cap = box(26, 10, 22, 20, 4, "orange") + box(40, 10, 8, 20, 4, "orange_d")
    return ground(28, 88) + body + shade + hole + cap + flower(39, 60, 11, "milk")


def cleaner():
    head = path("M38 34L38 24L30 20L24 22L22 17L32 10L58 10Q62 10 62 16L58 24L58 34Z", "orange") + path("M50 10L58 10Q62 10 62 16L58 24L58 34L50 34Z", "orange_d") + path("M30 22L26 36L31 37L36 25Z", "slate")
    body = turned(48, "M11 34C11 44 22 46 22 56L22 79Q22 86 15 86L0 86", "blue") + turned(48, "M22 58L22 76L0 76", "cream")
    return ground(24, 88) + body + head + path("M48 58L50 65L57 67L50 69L48 76L46 69L39 67L46 65Z", "blue")


def sponge():
    scrub = path("M12 48L62 32L86 40L86 48L36 66L12 56Z", "leaf")
    body = path("M12 54L36 64L86 46L86 62L36 82L12 70Z", "yellow") + path("M12 54L36 64L36 82L12 70Z", "yellow_d")
    top = path("M12 46L62 30L86 38L36 56Z", "green")
    pores = ellipse(48, 68, 3, 2.2, "yellow_d") + ellipse(60, 66, 2.4, 1.8, "yellow_d") + ellipse(72, 57, 3, 2.2, "yellow_d") + ellipse(54, 74, 2, 1.5, "yellow_d") + ellipse(80, 60, 2, 1.5, "yellow_d")
    return ground(36, 80) + scrub + body + top + path("M12 46L36 56L36 64L12 54Z", "leaf_d") + pores


def toilet_paper():
    def roll_(x, y):
        side = turned(x, f"M20 {y}L20 {y + 26}Q20 {y + 33} 0 {y + 33}", "paper")
        return side + ellipse(x, y, 20, 7.5, "milk") + ellipse(x, y, 7, 2.8, "kraft") + ellipse(x, y + 0.8, 5.5, 2, "kraft_d")
    return ground(38, 84) + roll_(28, 52) + roll_(68, 52) + roll_(48, 22) + path("M68 28L68 50Q62 54 57 54L57 29Z", "paper_d", 0.5)


def kitchen_roll():
    side = turned(46, "M22 22L22 76Q22 85 0 85", "paper")
    sheet = path("M68 24L82 28L82 84L68 78Z", "milk") + line("M71 36l9 2M71 52l9 2M71 68l9 2", "teal", 2.2)
    dots = line("M30 40q5 4 11 5M30 58q5 4 11 5M30 74q5 3 11 4M50 46q6 0 10 -1M50 64q6 0 10 -1", "teal", 2.2, 0.7)
    return ground(32, 87) + sheet + side + dots + ellipse(46, 22, 22, 8.5, "milk") + ellipse(46, 22, 8, 3.2, "kraft") + ellipse(46, 23, 6, 2.2, "kraft_d")


def napkins():
    stack = path("M14 66L50 50L84 62L48 80Z", "rose_d") + path("M14 60L50 44L84 56L48 74Z", "rose") + path("M14 54L50 38L84 50L48 68Z", "rose_d") + path("M14 48L50 32L84 44L48 62Z", "rose")
    return ground(36, 80) + stack + path("M50 32L84 44L62 54Z", "milk", 0.85) + line("M30 49l18 7", "milk", 2.6)


def candle():
    flame = path("M48 10C56 20 58 24 58 29A10 10 0 0 1 38 29C38 24 42 20 48 10Z", "orange") + path("M48 20C52 25 53 27 53 30A5 5 0 0 1 43 30C43 27 45 24 48 20Z", "yellow")
    wax = turned(48, "M24 50L24 78Q24 86 16 86L0 86", "rose") + ellipse(48, 50, 24, 7.5, "cream") + ellipse(48, 50, 17, 4.6, "rose")
    return ground(27, 88) + wax + line("M48 50V38", "slate_d", 2.6) + flame + turned(48, "M24 60L24 74L0 74", "cream")


def matches():
    def stick(x, a):
        return group(f"rotate({a} {x} 40)", box(x - 2, 14, 4, 36, 1, "dough"), ellipse(x, 14, 4, 5.5, "red"))
    tray = path("M24 46L72 46L72 82Q72 86 68 86L28 86Q24 86 24 82Z", "blue") + path("M58 46L72 46L72 82Q72 86 68 86L56 86Z", "blue_d")
    return ground(27, 88) + stick(34, -6) + stick(44, 2) + stick(54, -3) + stick(63, 6) + tray + path("M48 54C55 62 57 66 57 70A9 9 0 0 1 39 70C39 66 43 62 48 54Z", "orange") + path("M48 63C51 67 52 69 52 71A4 4 0 0 1 44 71C44 69 46 66 48 63Z", "yellow")


def batteries():
    def one(x):
        return turned(x, "M12 38L12 80Q12 84 0 84", "slate") + turned(x, "M12 24L12 42L0 42", "crema") + ellipse(x, 24, 12, 4, "crust_l") + box(x - 4.5, 16, 9, 8, 2, "steel") + line(f"M{x - 4} 33h8M{x} 29v8", "milk", 2.4)
    return ground(30, 86) + one(33) + one(63)


def light_bulb():
    glass_ = path("M48 10C66 10 76 23 76 37C76 50 66 54 62 66L34 66C30 54 20 50 20 37C20 23 30 10 48 10Z", "yellow") + path("M60 13C70 17 76 27 76 37C76 50 66 54 62 66L52 66C58 50 70 38 60 13Z", "yellow_d")
    screw = box(35, 66, 26, 7, 3, "steel") + box(35, 73, 26, 7, 3, "steel_d") + path("M38 80L58 80Q54 88 48 88Q42 88 38 80Z", "slate")
    return ground(14, 91) + glass_ + screw + line("M42 64V48L36 40M54 64V48L60 40M42 48h12", "orange_d", 2.6) + ellipse(34, 28, 4, 7, "shine", 0.6)


def bin_bags():
    roll_ = turned(46, "M24 24L24 76Q24 85 0 85", "slate") + ellipse(46, 24, 24, 9, "slate") + ellipse(46, 24, 15, 5.5, "slate_d") + ellipse(46, 24, 7, 2.6, "slate")
    return ground(30, 87) + roll_ + path("M22 44Q44 56 70 44L70 66Q44 78 22 66Z", "green") + path("M58 49Q66 47 70 44L70 66Q66 69 58 71Z", "green_d") + line("M38 58q0 -6 6 -6M50 60q3 5 -3 8", "milk", 3)


def foil():
    pack = path("M12 46L74 32L86 38L86 58L24 74L12 66Z", "blue") + path("M12 46L24 54L24 74L12 66Z", "blue_d") + path("M12 46L74 32L86 38L24 54Z", "sky")
    sheet = path("M24 54L86 38L88 54Q70 66 56 62T26 74Z", "steel") + path("M88 54Q70 66 56 62T26 74L25 66Q46 56 58 56T87 46Z", "steel_d")
    return ground(36, 80) + pack + sheet


def toothbrush():
    brush = box(14, 52, 70, 9, 4.5, "teal") + box(46, 52, 38, 9, 4.5, "teal_d") + box(16, 38, 22, 15, 3, "milk_d") + line("M20 40v10M25 40v10M30 40v10M35 40v10", "sky_d", 2.4) + path("M14 38q3 -8 9 -5q4 -7 10 -1q6 -1 6 6Z", "mint")
    return ground(30, 80) + turn(-28, brush)


def toothpaste():
    tube = path("M20 34L74 30Q78 48 74 66L20 62Z", "sky") + path("M20 52L75.5 53Q75 60 74 66L20 62Z", "sky_d") + box(12, 30, 10, 36, 3, "blue") + box(74, 38, 12, 20, 3, "red") + box(74, 48, 12, 10, 3, "red_d") + path("M30 48Q44 38 62 46Q48 58 30 48Z", "shine")
    return ground(32, 80) + turn(-18, tube)


def shampoo():
    mark = circle(52, 60, 5.5, "shine") + circle(45, 67, 4, "shine") + circle(54, 69, 2.6, "shine")
    body = turned(48, "M20 32L20 78Q20 86 12 86L0 86", "orange")
    return ground(22, 88) + body + box(34, 12, 28, 20, 5, "milk_d") + box(50, 12, 12, 20, 5, "foam_d") + circle(48, 60, 15, "orange_d", 0.8) + mark


def hand_cream():
    tube = path("M24 12L72 12L66 68L30 68Z", "rose") + path("M58 12L72 12L66 68L54 68Z", "rose_d") + box(22, 9, 52, 7, 3, "rose_d") + box(32, 66, 32, 20, 5, "milk_d") + box(52, 66, 12, 20, 5, "foam_d")
    return ground(20, 88) + tube + flower(47, 40, 13, "milk")


def plasters():
    one = box(10, 36, 76, 24, 12, "crust_l") + box(34, 36, 28, 24, 0, "dough") + "".join(circle(x, y, 1.5, "crust_d") for x in (41, 48, 55) for y in (43, 53)) + "".join(circle(x, 48, 1.5, "crust") for x in (20, 27, 69, 76))
    two = box(10, 36, 76, 24, 12, "crust") + box(34, 36, 28, 24, 0, "crust_l")
    return ground(28, 86) + turn(52, two) + turn(-32, one)


def tissues():
    puff = path("M34 40Q28 22 40 14Q42 24 50 20Q60 10 66 16Q58 26 64 40Z", "milk") + path("M50 20Q60 10 66 16Q58 26 64 40L50 40Q56 28 50 20Z", "milk_d")
    body = path("M12 40L72 40L72 78Q72 82 68 82L16 82Q12 82 12 78Z", "teal") + path("M72 40L86 34L86 74L72 82Z", "teal_d") + path("M12 40L28 32L86 34L72 40Z", "mint")
    return ground(36, 84) + body + ellipse(49, 37, 18, 3, "teal_d") + puff + flower(40, 62, 10, "cream")


def tea_towel():
    cloth = path("M26 14L70 14L70 84L26 84Z", "cream") + path("M56 14L70 14L70 84L56 84Z", "cream_d")
    return ground(24, 88) + cloth + box(26, 24, 44, 5, 0, "red") + box(26, 33, 44, 2.5, 0, "red") + box(26, 66, 44, 5, 0, "red") + box(26, 75, 44, 2.5, 0, "red") + box(32, 14, 4, 70, 0, "red", 0.5) + box(60, 14, 4, 70, 0, "red", 0.5) + line("M44 14q4 -9 8 0", "slate", 2.6)


def broom():
    head = path("M30 52L66 52Q74 70 78 86L18 86Q22 70 30 52Z", "yellow") + path("M56 52L66 52Q74 70 78 86L58 86Q60 68 56 52Z", "yellow_d") + line("M34 64l-5 20M44 62l-3 22M53 62l3 22M62 64l6 20", "yellow_d", 2.4)
    return ground(34, 88) + box(45, 4, 6, 46, 3, "wood") + box(48, 4, 3, 46, 1.5, "wood_d") + head + box(28, 46, 40, 10, 4, "red") + box(54, 46, 14, 10, 4, "red_d")


def gift_card():
    card = path("M10 34Q10 26 18 26L78 26Q86 26 86 34L86 66Q86 74 78 74L18 74Q10 74 10 66Z", "teal") + path("M62 26L78 26Q86 26 86 34L86 66Q86 74 78 74L44 74Z", "teal_d")
    bow = path("M34 48C26 34 16 40 18 46C19 51 28 51 34 48C40 34 52 38 50 46C49 51 40 51 34 48Z", "yellow") + path("M34 48L26 60L33 58ZM34 48L43 60L35 58Z", "yellow_d") + circle(34, 48, 4, "orange")
    return ground(34, 80) + turn(-8, card, box(31, 26, 6, 48, 0, "yellow", 0.9), bow, line("M58 58h18M64 66h12", "mint", 3.4))


def gift_box():
    body = path("M18 44L78 44L76 82Q76 86 72 86L24 86Q20 86 20 82Z", "red") + path("M62 44L78 44L76 82Q76 86 72 86L60 86Z", "red_d")
    lid = box(13, 32, 70, 14, 4, "red") + box(60, 32, 23, 14, 4, "red_d")
    bow = path("M48 32C34 10 20 18 26 27C30 32 42 33 48 32C54 10 76 16 70 27C66 32 54 33 48 32Z", "yellow") + path("M48 32C54 20 62 18 66 22Q68 28 48 32ZM48 32C42 20 34 19 31 23Q30 29 48 32Z", "yellow_d")
    return ground(30, 88) + body + lid + box(42, 32, 12, 54, 0, "yellow") + box(50, 32, 4, 54, 0, "yellow_d") + bow


def greeting_card():
    back = path("M52 22L84 14L84 78L52 86Z", "mint_d")
    front = path("M12 18L52 22L52 86L12 78Z", "milk") + path("M52 22L56 21L56 85L52 86Z", "paper_d")
    heart = path("M32 64C14 50 20 36 27 37C30 37.5 32 41 32 43C33 41 36 38.5 39 39C46 40 48 54 32 64Z", "red") + path("M39 39C46 40 48 54 32 64C39 54 42 46 39 39Z", "red_d")
    return ground(34, 86) + back + front + heart + line("M22 27l20 2", "teal", 2.6)


def bouquet():
    stems = line("M40 58L50 84M48 56V86M58 58L46 84", "leaf_d", 3.4)
    wrap_ = path("M26 48Q48 62 70 48L56 86Q48 90 40 86Z", "kraft") + path("M56 54Q64 52 70 48L56 86L50 88Z", "kraft_d") + path("M38 72L58 72L57 78L39 78Z", "red")
    greens = leaf(30, 52, 26, -38) + leaf(66, 52, 26, 38, "green") + leaf(48, 44, 34, 0)
    return ground(16, 91) + stems + greens + flower(34, 36, 14, "rose") + flower(62, 36, 14, "violet") + flower(48, 25, 14, "orange", "cream") + flower(48, 48, 13, "red") + wrap_


def house_plant():
    leaves = leaf(48, 56, 46, 0) + leaf(44, 58, 42, -34, "green") + leaf(52, 58, 42, 34) + leaf(40, 60, 34, -66) + leaf(56, 60, 34, 66, "green")
    return ground(20, 89) + leaves + turned(48, "M20 60L16 84Q15.5 88 10 88L0 88", "violet") + box(26, 55, 44, 9, 4, "violet") + box(56, 55, 14, 9, 4, "violet_d")


def tulips():
    def one(x, y, fill):
        return path(f"M{x - 9} {y}Q{x - 11} {y - 16} {x - 8} {y - 18}L{x - 3} {y - 11}L{x} {y - 20}L{x + 3} {y - 11}L{x + 8} {y - 18}Q{x + 11} {y - 16} {x + 9} {y}Q{x} {y + 9} {x - 9} {y}Z", fill) + path(f"M{x + 3} {y - 11}L{x + 8} {y - 18}Q{x + 11} {y - 16} {x + 9} {y}Q{x + 6} {y + 5} {x} {y + 4}Q{x + 5} {y - 4} {x + 3} {y - 11}Z", fill + "_d")
    stems = line("M28 40Q34 64 44 86M48 30V86M68 40Q62 64 52 86", "leaf", 4)
    return ground(18, 89) + stems + leaf(42, 86, 40, -26, "green") + leaf(54, 86, 40, 26) + one(27, 36, "red") + one(48, 28, "yellow") + one(69, 36, "violet")


def notebook():
    book = box(22, 10, 54, 76, 6, "navy") + box(60, 10, 16, 76, 6, "navy_d") + box(34, 26, 30, 16, 3, "cream") + box(66, 10, 4, 76, 0, "orange") + "".join(line(f"M18 {y}h8", "steel_d", 3) for y in (22, 35, 48, 61, 74))
    return ground(28, 89) + book


def pen():
    body = box(44, 20, 9, 52, 3, "blue") + box(49, 20, 4, 52, 2, "blue_d") + path("M44 72L53 72L48.5 86Z", "cream") + path("M47 81L50 81L48.5 86Z", "slate_d") + box(44, 12, 9, 12, 3, "slate") + box(53, 14, 3, 22, 1.5, "steel")
    return ground(24, 84) + turn(38, body)


def book():
    pages = path("M48 28Q30 18 10 26L10 76Q30 68 48 78Q66 68 86 76L86 26Q66 18 48 28Z", "teal") + path("M48 24Q32 14 14 21L14 70Q32 64 48 73Z", "milk") + path("M48 24Q64 14 82 21L82 70Q64 64 48 73Z", "milk_d")
    return ground(36, 83) + pages + line("M22 32q10 -3 19 1M22 42q10 -3 19 1M22 52q10 -3 19 1", "grey", 2.4) + line("M55 33q10 -4 19 -1M55 43q10 -4 19 -1M55 53q10 -4 19 -1", "grey_d", 2.4)


def tote_bag():
    handles = line("M34 38V26Q34 12 48 12T62 26V38", "kraft_d", 5)
    body = path("M18 34L78 34L74 82Q74 86 70 86L26 86Q22 86 22 82Z", "cream") + path("M62 34L78 34L74 82Q74 86 70 86L60 86Z", "cream_d")
    bridge = line("M30 66Q47 40 64 66", "teal", 5) + line("M28 68h38", "teal", 5)
    return ground(28, 88) + handles + body + bridge


def souvenir_mug():
    handle = line("M66 44c17 -3 17 25 -1 23", "paper_d", 6)
    body = turned(46, "M23 30L23 78Q23 86 15 86L0 86", "paper") + ellipse(46, 30, 23, 6, "paper") + ellipse(46, 30, 20, 4.4, "paper_d")
    heart = path("M42 72C22 58 28 44 36 45C39 45.5 42 49 42 51C43 49 46 45.5 49 46C56 47 60 60 42 72Z", "red")
    return ground(28, 88) + handle + body + heart


def vase():
    body = turned(48, "M12 26C8 36 26 44 26 60C26 74 18 86 0 86", "blue") + ellipse(48, 26, 12, 4, "blue") + ellipse(48, 26, 9, 2.6, "blue_d")
    return ground(22, 88) + line("M48 26Q46 14 36 10M48 26Q50 16 60 12", "leaf_d", 2.8) + leaf(40, 12, 12, -70, "green") + leaf(56, 13, 12, 66, "green") + leaf(47, 18, 12, -20) + body + line("M26 54q22 10 44 0M24 62q24 11 48 0", "sky", 2.8, 0.9)


def poster():
    frame = box(18, 8, 60, 78, 3, "wood") + box(64, 8, 14, 78, 3, "wood_d") + box(24, 14, 48, 66, 0, "sky") + circle(58, 30, 8, "yellow") + path("M24 58Q36 46 48 56T72 52L72 80L24 80Z", "green") + path("M24 68Q40 60 52 68T72 64L72 80L24 80Z", "leaf")
    return ground(32, 89) + frame


def umbrella():
    dome = path("M8 48C8 26 26 14 48 14C70 14 88 26 88 48Q82 42 75 48Q68 42 61 48Q54 42 48 48Q42 42 35 48Q28 42 21 48Q14 42 8 48Z", "red") + path("M48 14C70 14 88 26 88 48Q82 42 75 48Q72 26 48 14ZM48 14C54 24 61 36 61 48Q54 42 48 48Z", "red_d")
    return line("M48 10V76Q48 86 56 86T64 78", "wood_d", 4.5) + dome


def teddy():
    ears = circle(24, 26, 10, "wood") + circle(72, 26, 10, "wood_d") + circle(24, 26, 5, "kraft") + circle(72, 26, 5, "kraft")
    face = ellipse(48, 46, 32, 29, "wood") + path("M66 22C76 28 80 38 80 46C80 62 66 75 48 75C70 66 76 44 66 22Z", "wood_d") + ellipse(48, 56, 15, 12, "cream") + ellipse(48, 50, 5, 3.8, "choc_d") + circle(35, 42, 3.6, "choc_d") + circle(61, 42, 3.6, "choc_d") + line("M48 54v4M48 58q-5 5 -8 1M48 58q5 5 8 1", "choc_d", 2.2)
    return ground(26, 88) + ears + face + path("M48 78L30 70L30 88ZM48 78L66 70L66 88Z", "teal") + circle(48, 78, 5, "teal_d")


def table():
    top = ellipse(48, 40, 40, 12, "wood_d") + ellipse(48, 37, 40, 12, "wood") + line("M22 35q12 -5 26 -5M30 42q16 3 34 -2", "kraft", 2.4)
    legs = line("M26 50L20 84M70 50L76 84", "wood_d", 6) + line("M48 52V88", "wood", 6.5)
    return ground(36, 88) + legs + top


def chair():
    legs = line("M28 60L24 88M68 60L72 88M36 62L36 82M60 62L60 82", "wood_d", 5.5)
    back = box(26, 8, 44, 34, 10, "teal") + box(54, 8, 16, 34, 10, "teal_d") + line("M32 40v16M64 40v16", "wood", 5)
    return ground(30, 90) + legs + back + box(20, 52, 56, 12, 6, "teal") + box(54, 52, 22, 12, 6, "teal_d")


def lamp():
    shade = path("M32 12L64 12L80 46L16 46Z", "yellow") + path("M54 12L64 12L80 46L58 46Z", "yellow_d")
    return ground(22, 88) + box(45, 44, 6, 36, 0, "slate") + ellipse(48, 82, 20, 5.5, "slate_d") + ellipse(48, 80, 20, 5.5, "slate") + shade + ellipse(48, 46, 32, 4, "cream")


def arrow_round(x, y, r, fill="milk"):
    """Two arrows in a circle: bring it back."""
    d = r * 0.7
    return line(f"M{x - r} {y}A{r} {r} 0 0 1 {x + d:.1f} {y - d:.1f}M{x + r} {y}A{r} {r} 0 0 1 {x - d:.1f} {y + d:.1f}", fill, 2.8) + path(f"M{x + d + 3:.1f} {y - d - 5:.1f}L{x + d + 3.5:.1f} {y - d + 3:.1f}L{x + d - 4.5:.1f} {y - d + 2:.1f}ZM{x - d - 3:.1f} {y + d + 5:.1f}L{x - d - 3.5:.1f} {y + d - 3:.1f}L{x - d + 4.5:.1f} {y + d - 2:.1f}Z", fill)


def deposit_bottle():
    return bottle("green", "steel", "leaf", arrow_round(48, 64, 6.5))


def deposit_can():
    return can("teal", arrow_round(48, 54, 9))


def deposit_crate():
    necks = "".join(turned(x, "M3.5 18L3.5 28Q9 32 9 40L0 40", "rye") + box(x - 4.5, 13, 9, 6, 2, "yellow") for x in (26, 48, 70))
    crate = path("M10 38L86 38L82 82Q82 86 78 86L18 86Q14 86 14 82Z", "red") + path("M66 38L86 38L82 82Q82 86 78 86L64 86Z", "red_d") + box(34, 46, 28, 9, 4.5, "red_d")
    return ground(36, 88) + necks + crate + arrow_round(48, 70, 7)


def deposit_cup():
    body = turned(48, "M24 24L18 82Q18 86 13 86L0 86", "mint")
    return ground(24, 88) + body + box(21, 16, 54, 11, 5, "teal") + box(56, 16, 19, 11, 5, "teal_d") + arrow_round(48, 56, 9, "teal_d")


def paper_bag():
    handles = line("M36 30V22Q36 12 48 12T60 22V30", "kraft_d", 4)
    body = path("M20 28L62 28L62 86L24 86Q20 86 20 82Z", "kraft") + path("M62 28L76 24L76 80Q76 83 72 84L62 86Z", "kraft_d") + path("M69 26L69 56L62 86L62 28Z", "wood", 0.4)
    return ground(30, 88) + handles + body + leaf(41, 68, 22, 0, "leaf")


def parcel():
    top = path("M12 36L48 22L84 36L48 52Z", "kraft")
    left = path("M12 36L48 52L48 86L12 68Z", "kraft_d")
    right = path("M84 36L48 52L48 86L84 68Z", "wood")
    tape = path("M28 29.800L64 45L64 56L58 58.500L58 47.500L22 32.200Z", "cream")
    return ground(36, 86) + left + right + top + tape + box(20, 56, 14, 8, 1.5, "cream")


def delivery_bike():
    wheels = "".join(line(f"M{x - 15} 66a15 15 0 1 0 30 0a15 15 0 1 0 -30 0", "slate_d", 4) + circle(x, 66, 3, "slate_d") for x in (22, 74))
    frame = line("M22 66L36 42L60 42L74 66M22 66L46 66L60 42M36 42L46 66M74 66L66 32L74 28M32 38h9", "teal", 4.5)
    return ground(40, 84) + wheels + frame + box(10, 22, 26, 19, 3, "orange") + box(26, 22, 10, 19, 3, "orange_d") + box(10, 28, 26, 4, 0, "cream")


def stamps():
    sheet = box(16, 16, 64, 64, 2, "milk") + "".join(circle(x, y, 3, "paper_d") for x in (16, 26.7, 37.4, 48, 58.6, 69.3, 80) for y in (16, 80)) + "".join(circle(x, y, 3, "paper_d") for y in (26.7, 37.4, 48, 58.6, 69.3) for x in (16, 80))
    return ground(32, 88) + sheet + box(24, 24, 48, 48, 2, "sky") + path("M24 60Q36 48 48 56T72 54L72 70Q72 72 70 72L26 72Q24 72 24 70Z", "teal") + circle(58, 36, 7, "yellow")


def copies():
    back = box(32, 8, 46, 60, 3, "paper_d")
    front = box(18, 22, 46, 62, 3, "milk") + path("M50 22L64 36L50 36Z", "paper_d") + line("M27 46h28M27 56h28M27 66h18", "grey", 3)
    return ground(32, 88) + back + line("M66 24h5M66 36h5M66 48h5", "grey", 3) + front


def keys():
    ring = line("M30 28a14 14 0 1 1 28 0a14 14 0 1 1 -28 0", "steel_d", 4.5)
    one = circle(40, 48, 12, "yellow") + circle(40, 46, 4, "yellow_d") + path("M36 58L44 58L44 84L40 88L36 84Z", "yellow") + path("M44 66h6v5h-6ZM44 75h8v5h-8Z", "yellow_d")
    two = circle(56, 46, 11, "crema") + circle(56, 44, 4, "crema_d") + path("M52 55L60 55L60 78L56 82L52 78Z", "crema") + path("M60 64h5v5h-5Z", "crema_d")
    return ground(24, 90) + ring + group("rotate(-26 56 42)", two) + group("rotate(8 40 42)", one)


def workshop():
    apron = path("M34 14L62 14L66 34Q78 38 78 46L76 82Q76 86 72 86L24 86Q20 86 20 82L18 46Q18 38 30 34Z", "navy") + path("M56 14L62 14L66 34Q78 38 78 46L76 82Q76 86 72 86L60 86Q62 40 56 14Z", "navy_d")
    straps = line("M34 16Q36 6 48 6T62 16M18 46L10 50M78 46L86 50", "kraft", 3.6)
    return ground(30, 88) + straps + apron + box(32, 54, 32, 20, 4, "slate_d") + line("M40 54V42M48 54V38M56 54V43", "kraft", 3.6) + ellipse(48, 38, 4.5, 6, "kraft") + circle(40, 42, 3.6, "red") + box(53, 38, 6, 8, 2, "steel")


def tip_jar():
    coins = "".join(ellipse(x, y, 9, 4, "yellow_d") + ellipse(x, y - 2, 9, 4, "yellow") for x, y in ((38, 78), (58, 78), (48, 73), (40, 68), (57, 67)))
    glass_ = turned(48, "M22 22Q28 24 28 32L28 80Q28 86 20 86L0 86", "sky")
    return ground(30, 88) + glass_ + coins + box(24, 14, 48, 9, 4, "steel") + box(58, 14, 14, 9, 4, "steel_d") + path("M48 58C36 49 39 40 44 40.500C46.5 41 48 43.5 48 45C48.5 43.5 50 41 52.5 40.500C57 40 60 49 48 58Z", "red") + line("M27 34v14", "shine", 3, 0.7)


def pet_food():
    bone = line("M38 66L58 52", "milk", 7) + circle(35, 64, 5, "milk") + circle(40, 70, 5, "milk") + circle(56, 48, 5, "milk") + circle(61, 54, 5, "milk")
    return pouch("orange", "", bone)


def flower_seeds():
    return crate_box("green", box(26, 34, 32, 40, 4, "cream") + line("M42 58V70", "leaf_d", 3) + leaf(42, 70, 12, 60, "green") + flower(42, 50, 12, "orange", "yellow"), 8)


def tealights():
    def one(x, y):
        return turned(x, f"M16 {y}L16 {y + 12}Q16 {y + 16} 0 {y + 16}", "steel") + ellipse(x, y, 16, 6, "milk_d") + ellipse(x, y, 13, 4.4, "milk") + path(f"M{x} {y - 18}C{x + 5} {y - 11} {x + 6} {y - 8} {x + 6} {y - 6}A6 6 0 0 1 {x - 6} {y - 6}C{x - 6} {y - 8} {x - 5} {y - 11} {x} {y - 18}Z", "orange") + ellipse(x, y - 5, 2.6, 4, "yellow")
    return ground(36, 84) + one(48, 40) + one(28, 62) + one(68, 62)


def laundry_tub():
    return tub("blue", path("M48 46L51 55L60 58L51 61L48 70L45 61L36 58L45 55Z", "shine"), "sky")


DRAWINGS = {
    "soap": soap, "hand-soap": hand_soap, "dish-liquid": dish_liquid, "detergent": detergent, "cleaner": cleaner,
    "sponge": sponge, "toilet-paper": toilet_paper, "kitchen-roll": kitchen_roll, "napkins": napkins, "candle": candle,
    "tealights": tealights, "matches": matches, "batteries": batteries, "light-bulb": light_bulb, "bin-bags": bin_bags,
    "foil": foil, "toothbrush": toothbrush, "toothpaste": toothpaste, "shampoo": shampoo, "hand-cream": hand_cream,
    "plasters": plasters, "tissues": tissues, "tea-towel": tea_towel, "broom": broom, "laundry-tub": laundry_tub,
    "pet-food": pet_food, "gift-card": gift_card, "gift-box": gift_box, "greeting-card": greeting_card,
    "bouquet": bouquet, "house-plant": house_plant, "tulips": tulips, "flower-seeds": flower_seeds,
    "notebook": notebook, "pen": pen, "book": book, "tote-bag": tote_bag, "souvenir-mug": souvenir_mug, "vase": vase,
    "poster": poster, "umbrella": umbrella, "teddy": teddy, "table": table, "chair": chair, "lamp": lamp,
    "deposit-bottle": deposit_bottle, "deposit-can": deposit_can, "deposit-crate": deposit_crate,
    "deposit-cup": deposit_cup, "paper-bag": paper_bag, "parcel": parcel, "delivery-bike": delivery_bike,
    "stamps": stamps, "copies": copies, "keys": keys, "workshop": workshop, "tip-jar": tip_jar,
}
