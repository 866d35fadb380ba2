"""Hot and cold drinks made at the counter."""

from .marks import whipped
from .pen import at, ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, steam, turn, turned


def saucer(y=79, width=34):
    return (
        ellipse(48, y + 2, width, 6, "paper_d")
        + ellipse(48, y, width, 6, "paper")
        + ellipse(48, y, width * 0.62, 3.2, "paper_d")
    )


def cup(fill, drink, half=22, top=42, bottom=76, extra=""):
    """A low cup with its handle on the right and the drink in view."""
    foot = half * 0.5
    handle = line(f"M{48 + half - 3} {top + 7}c15 -4 15 16 -4 15", fill + "_d", 5)
    body = turned(48, f"M{half} {top}C{half} {top + 20} {half - 4} {bottom - 2} {foot} {bottom}L0 {bottom}", fill)
    rim = ellipse(48, top, half, 6.5, fill) + ellipse(48, top, half - 2.4, 5, fill + "_d")
    return handle + body + rim + ellipse(48, top + 0.8, half - 3.4, 4.1, drink) + extra


@drawing
def espresso():
    crema = line("M37 43.8a13 3 0 0 0 20 1", "crema", 2.2)
    return ground(32, 86) + steam(47, 32) + saucer() + cup("teal", "coffee", 18, 43, 77, crema)


@drawing
def espresso_double():
    one = cup("teal", "coffee", 17, 46, 77, line("M38 46.8a12 3 0 0 0 19 1", "crema", 2))
    return ground(38, 83) + at(30, 48, 0.9, one) + at(61, 55, 0.95, one)


@drawing
def macchiato():
    mark = ellipse(47, 43.5, 7, 2.6, "milk")
    return ground(32, 86) + steam(47, 32) + saucer() + cup("violet", "coffee", 18, 43, 77, mark)


@drawing
def cappuccino():
    foam = path("M25 43C27 31 36 33 41 30C49 25 58 31 63 33C70 35 72 40 71 44C60 50 36 50 25 43Z", "milk")
    foam += path("M60 32C70 34 72 40 71 44C66 47 60 48 54 48C62 45 64 38 60 32Z", "foam")
    cocoa = "".join(
        circle(x, y, 1.5, "cocoa") for x, y in ((38, 38), (45, 34.5), (51, 39), (57, 35.5), (44, 42), (60, 41.5))
    )
    return ground(36, 86) + saucer(79, 36) + cup("red", "crema", 24, 43, 77, foam + cocoa)


@drawing
def flat_white():
    handle = box(76, 41, 15, 14, 6, "blue_d")
    art = path("M47 72C31 62 30 46 38 41C43 38 47 43 48 46C49 43 53 38 58 41C66 46 65 62 49 72Z", "milk")
    art += line("M40 47C41 57 45 62 48 65C51 62 55 57 56 47", "crema", 2.4) + line(
        "M44.5 50q1.5 6 3.5 8q2 -2 3.5 -8", "crema", 2.2
    )
    bowl = ball(45, 49, 35, "blue", False) + circle(45, 49, 29, "crema_d") + circle(44.4, 48.4, 28, "crema")
    return ellipse(47, 83, 30, 5, "black", 0.12) + handle + bowl + group("translate(-3 -5)", art)


def glass(layers, half=17, top=18, bottom=84, foot=13):
    """A straight glass; `layers` are (height of the surface, colour) from the top down."""

    def width(y):
        return half - (half - foot) * (y - top) / (bottom - top)

    parts = [
        turned(48, f"M{half} {top}L{foot} {bottom - 4}Q{foot} {bottom} {foot - 4} {bottom}L0 {bottom}", "sky", 0.6)
    ]
    for index, (y, fill) in enumerate(layers):
        end = layers[index + 1][0] if index + 1 < len(layers) else bottom - 4
        a, b = width(y) - 2.2, width(end) - 2.2
        foot_curve = f"Q{b} {end} {b - 3} {end}L0 {end}" if index + 1 == len(layers) else f"L0 {end}"
        parts.append(turned(48, f"M{a} {y}L{b} {end - (3 if index + 1 == len(layers) else 0)}{foot_curve}", fill, 0.5))
    parts.append(line(f"M{48 - half + 6} {top + 12}L{48 - foot + 4} {bottom - 14}", "shine", 2.6, 0.5))
    return "".join(parts)


@drawing
def latte():
    head = ellipse(48, 28, 15.5, 4.6, "milk") + path("M32.5 28q15.5 9 31 0l-1 9q-14.5 6 -29 0Z", "foam")
    return ground(22, 86) + steam(48, 17) + glass([(30, "crema")], 18, 22) + head + ellipse(48, 28, 15.5, 4.6, "milk")


@drawing
def latte_macchiato():
    return (
        ground(20, 86)
        + glass([(22, "foam"), (36, "crema"), (50, "coffee"), (57, "foam")], 17, 14)
        + ellipse(48, 22, 14.3, 4, "milk")
    )


@drawing
def cortado():
    return (
        ground(24, 86)
        + steam(48, 32)
        + glass([(42, "foam"), (51, "crema"), (66, "coffee")], 20, 36, 84, 16)
        + ellipse(48, 42, 17.2, 4, "milk")
    )


@drawing
def mocha():
    drops = line("M42 24q3 3 1 6M52 18q4 3 2 7M56 27q2 2 0 4", "choc", 2.4)
    return ground(22, 86) + glass([(38, "choc"), (58, "coffee")], 19, 34, 84, 14) + whipped(38) + drops


def mug(fill, drink, extra="", top=34):
    handle = line(f"M66 {top + 12}c17 -3 17 25 -1 23", fill + "_d", 6)
    body = turned(46, f"M23 {top}L23 76Q23 84 15 84L0 84", fill)
    rim = (
        ellipse(46, top, 23, 6.5, fill)
        + ellipse(46, top, 20.5, 5, fill + "_d")
        + ellipse(46, top + 0.8, 19.5, 4.2, drink)
    )
    return handle + body + rim + extra


@drawing
def americano():
    return ground(28, 86) + steam(46, 24) + mug("blue", "coffee")


@drawing
def filter_coffee():
    band = path("M23 53q23 7 46 0v10q-23 7 -46 0Z", "cream") + path(
        "M55.2 56q8 -.8 13.8 -3v10q-5.8 2.2 -13.8 3Z", "cream_d"
    )
    return ground(28, 86) + steam(46, 24) + mug("orange", "coffee", band)


@drawing
def hot_chocolate():
    soft = box(31, 24, 13, 12, 4, "milk") + box(45, 21, 14, 13, 4, "rose") + box(40, 29, 12, 10, 4, "foam")
    return ground(28, 86) + mug("plum", "choc", soft + path("M26.5 36q19.5 8 39 0l.5 3q-20 7 -40 0Z", "plum"))


@drawing
def chai():
    stick = turn(24, box(56, 12, 6, 34, 3, "cocoa"), box(59, 12, 3, 34, 1.5, "choc"))
    return ground(28, 86) + stick + mug("yellow", "crema", line("M33 35q13 4 25 0", "foam", 2.4))


@drawing
def tea():
    tag = (
        line("M40 36C36 42 33 44 33 52", "paper_d", 1.8)
        + box(26, 51, 14, 15, 2.5, "cream")
        + leaf(33, 64, 10, 12, "green")
    )
    return ground(32, 86) + steam(48, 31) + saucer() + cup("teal", "orange", 23, 42, 77, tag)


@drawing
def mint_tea():
    sprig = (
        leaf(46, 66, 22, -24, "leaf")
        + leaf(48, 58, 22, 28, "green")
        + leaf(50, 76, 20, 10, "leaf")
        + leaf(47, 38, 22, -10, "green")
        + leaf(51, 40, 18, 38, "leaf")
    )
    return ground(22, 86) + glass([(36, "lime")], 20, 28, 84, 15) + sprig


@drawing
def matcha():
    bowl = turned(48, "M31 42C31 66 22 78 14 80L14 84L0 84", "slate")
    drink = ellipse(48, 42, 31, 10, "slate") + ellipse(48, 42, 28, 8, "green_d") + ellipse(48, 43, 26.5, 6.8, "green")
    foam = "".join(
        circle(x, y, r, "lime")
        for x, y, r in ((38, 42, 2.4), (44, 45, 1.7), (54, 41, 2.8), (60, 44, 1.8), (49, 42, 1.4))
    )
    return ground(30, 86) + steam(48, 28) + bowl + drink + foam


def paper_cup(sleeve, lid="slate"):
    body = turned(48, "M20 24L15 82Q15 86 11 86L0 86", "paper")
    band = turned(48, "M18.6 40L16.3 67L0 67", sleeve)
    top = turned(48, "M16 12Q17.5 12 18 14L19 19L23 19Q24 19 24 21L24 24Q24 26 22 26L0 26", lid)
    return ground(22, 87) + body + band + top


@drawing
def takeaway_cup():
    bean = turn(28, ellipse(48, 53, 6, 8.5, "coffee"), line("M48 46q-3 7 0 14", "kraft", 1.8))
    return paper_cup("kraft") + bean


@drawing
def takeaway_tea():
    return paper_cup("green") + leaf(46, 62, 17, 12, "lime")


def clear_cup(layers, garnish=""):
    straw = turn(10, box(53, 2, 4.5, 34, 2, "red"))
    body = glass(layers, 21, 26, 86, 14)
    cubes = (
        turn(-14, box(33, 40, 12, 12, 3, "shine", 0.6))
        + turn(18, box(50, 42, 12, 12, 3, "shine", 0.5))
        + turn(4, box(40, 54, 11, 11, 3, "shine", 0.45))
    )
    return (
        ground(21, 88)
        + straw
        + body
        + cubes
        + box(25, 23, 46, 5.5, 2.7, "steel")
        + box(50, 23, 21, 5.5, 2.7, "steel_d")
        + garnish
    )


@drawing
def iced_latte():
    return clear_cup([(32, "coffee"), (50, "crema"), (66, "foam")])


@drawing
def iced_coffee():
    return clear_cup([(34, "coffee")])


@drawing
def lemonade():
    slice_ = circle(70, 27, 12, "yellow_d") + circle(70, 27, 10, "milk") + circle(70, 27, 8.6, "yellow")
    return clear_cup(
        [(34, "yellow")],
        slice_ + line("M70 19v16M63 23l14 8M63 31l14 -8", "milk", 1.5) + leaf(37, 27, 15, -35, "green"),
    )


@drawing
def smoothie():
    berry = ball(62, 19, 8, "red") + leaf(62, 12, 8, 40, "green") + leaf(62, 12, 8, -50, "green")
    return clear_cup([(32, "rose")], berry)


@drawing
def orange_juice():
    half = circle(65, 27, 13, "orange_d") + circle(65, 27, 11, "milk") + circle(65, 27, 9.6, "orange")
    spokes = line("M65 18v18M57 22.5l16 9M57 31.5l16 -9", "milk", 1.5)
    return ground(24, 86) + glass([(33, "orange")], 20, 26, 84, 16) + ellipse(48, 33, 17.2, 4, "yellow") + half + spokes


@drawing
def greek_coffee():
    pot = turned(42, "M17 36C13 46 24 56 24 70Q24 82 14 83L0 83", "crema")
    handle = line("M58 44L86 26", "wood_d", 6) + line("M58 43L84 26", "wood", 3)
    rim = (
        ellipse(42, 36, 18, 5.5, "crema")
        + ellipse(42, 36, 15, 4, "coffee_d")
        + ellipse(42, 35, 12, 3.2, "crema_d")
        + circle(38, 34.5, 2, "foam")
        + circle(45, 35.5, 1.6, "foam")
    )
    return ground(28, 85) + steam(42, 26) + handle + pot + rim + path("M24 35l-5 1q2 4 7 4Z", "crema_d")
