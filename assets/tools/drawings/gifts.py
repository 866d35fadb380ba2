"""Flowers, gifts and furniture."""

from .marks import flower
from .packs import crate_box
from .pen import box, circle, drawing, ellipse, ground, leaf, line, path, turn, turned


@drawing
def gift_card():
    card = path("M10 34Q10 26 18 26L78 26Q86 26 86 34L86 66Q86 74 78 74L18 74Q10 74 10 66Z", "teal") + path(
        "M62 26L78 26Q86 26 86 34L86 66Q86 74 78 74L44 74Z", "teal_d"
    )
    bow = (
        path("M34 48C26 34 16 40 18 46C19 51 28 51 34 48C40 34 52 38 50 46C49 51 40 51 34 48Z", "yellow")
        + path("M34 48L26 60L33 58ZM34 48L43 60L35 58Z", "yellow_d")
        + circle(34, 48, 4, "orange")
    )
    return ground(34, 80) + turn(
        -8, card, box(31, 26, 6, 48, 0, "yellow", 0.9), bow, line("M58 58h18M64 66h12", "mint", 3.4)
    )


@drawing
def gift_box():
    body = path("M18 44L78 44L76 82Q76 86 72 86L24 86Q20 86 20 82Z", "red") + path(
        "M62 44L78 44L76 82Q76 86 72 86L60 86Z", "red_d"
    )
    lid = box(13, 32, 70, 14, 4, "red") + box(60, 32, 23, 14, 4, "red_d")
    bow = path("M48 32C34 10 20 18 26 27C30 32 42 33 48 32C54 10 76 16 70 27C66 32 54 33 48 32Z", "yellow") + path(
        "M48 32C54 20 62 18 66 22Q68 28 48 32ZM48 32C42 20 34 19 31 23Q30 29 48 32Z", "yellow_d"
    )
    return ground(30, 88) + body + lid + box(42, 32, 12, 54, 0, "yellow") + box(50, 32, 4, 54, 0, "yellow_d") + bow


@drawing
def greeting_card():
    back = path("M52 22L84 14L84 78L52 86Z", "mint_d")
    front = path("M12 18L52 22L52 86L12 78Z", "milk") + path("M52 22L56 21L56 85L52 86Z", "paper_d")
    heart = path("M32 64C14 50 20 36 27 37C30 37.5 32 41 32 43C33 41 36 38.5 39 39C46 40 48 54 32 64Z", "red") + path(
        "M39 39C46 40 48 54 32 64C39 54 42 46 39 39Z", "red_d"
    )
    return ground(34, 86) + back + front + heart + line("M22 27l20 2", "teal", 2.6)


@drawing
def bouquet():
    stems = line("M40 58L50 84M48 56V86M58 58L46 84", "leaf_d", 3.4)
    wrap_ = (
        path("M26 48Q48 62 70 48L56 86Q48 90 40 86Z", "kraft")
        + path("M56 54Q64 52 70 48L56 86L50 88Z", "kraft_d")
        + path("M38 72L58 72L57 78L39 78Z", "red")
    )
    greens = leaf(30, 52, 26, -38) + leaf(66, 52, 26, 38, "green") + leaf(48, 44, 34, 0)
    return (
        ground(16, 91)
        + stems
        + greens
        + flower(34, 36, 14, "rose")
        + flower(62, 36, 14, "violet")
        + flower(48, 25, 14, "orange", "cream")
        + flower(48, 48, 13, "red")
        + wrap_
    )


@drawing
def house_plant():
    leaves = (
        leaf(48, 56, 46, 0)
        + leaf(44, 58, 42, -34, "green")
        + leaf(52, 58, 42, 34)
        + leaf(40, 60, 34, -66)
        + leaf(56, 60, 34, 66, "green")
    )
    return (
        ground(20, 89)
        + leaves
        + turned(48, "M20 60L16 84Q15.5 88 10 88L0 88", "violet")
        + box(26, 55, 44, 9, 4, "violet")
        + box(56, 55, 14, 9, 4, "violet_d")
    )


@drawing
def tulips():
    def one(x, y, fill):
        return path(
            f"M{x - 9} {y}Q{x - 11} {y - 16} {x - 8} {y - 18}L{x - 3} {y - 11}L{x} {y - 20}L{x + 3} {y - 11}L{x + 8} {y - 18}Q{x + 11} {y - 16} {x + 9} {y}Q{x} {y + 9} {x - 9} {y}Z",
            fill,
        ) + path(
            f"M{x + 3} {y - 11}L{x + 8} {y - 18}Q{x + 11} {y - 16} {x + 9} {y}Q{x + 6} {y + 5} {x} {y + 4}Q{x + 5} {y - 4} {x + 3} {y - 11}Z",
            fill + "_d",
        )

    stems = line("M28 40Q34 64 44 86M48 30V86M68 40Q62 64 52 86", "leaf", 4)
    return (
        ground(18, 89)
        + stems
        + leaf(42, 86, 40, -26, "green")
        + leaf(54, 86, 40, 26)
        + one(27, 36, "red")
        + one(48, 28, "yellow")
        + one(69, 36, "violet")
    )


@drawing
def notebook():
    book = (
        box(22, 10, 54, 76, 6, "navy")
        + box(60, 10, 16, 76, 6, "navy_d")
        + box(34, 26, 30, 16, 3, "cream")
        + box(66, 10, 4, 76, 0, "orange")
        + "".join(line(f"M18 {y}h8", "steel_d", 3) for y in (22, 35, 48, 61, 74))
    )
    return ground(28, 89) + book


@drawing
def pen():
    body = (
        box(44, 20, 9, 52, 3, "blue")
        + box(49, 20, 4, 52, 2, "blue_d")
        + path("M44 72L53 72L48.5 86Z", "cream")
        + path("M47 81L50 81L48.5 86Z", "slate_d")
        + box(44, 12, 9, 12, 3, "slate")
        + box(53, 14, 3, 22, 1.5, "steel")
    )
    return ground(24, 84) + turn(38, body)


@drawing
def book():
    pages = (
        path("M48 28Q30 18 10 26L10 76Q30 68 48 78Q66 68 86 76L86 26Q66 18 48 28Z", "teal")
        + path("M48 24Q32 14 14 21L14 70Q32 64 48 73Z", "milk")
        + path("M48 24Q64 14 82 21L82 70Q64 64 48 73Z", "milk_d")
    )
    return (
        ground(36, 83)
        + pages
        + line("M22 32q10 -3 19 1M22 42q10 -3 19 1M22 52q10 -3 19 1", "grey", 2.4)
        + line("M55 33q10 -4 19 -1M55 43q10 -4 19 -1M55 53q10 -4 19 -1", "grey_d", 2.4)
    )


@drawing
def tote_bag():
    handles = line("M34 38V26Q34 12 48 12T62 26V38", "kraft_d", 5)
    body = path("M18 34L78 34L74 82Q74 86 70 86L26 86Q22 86 22 82Z", "cream") + path(
        "M62 34L78 34L74 82Q74 86 70 86L60 86Z", "cream_d"
    )
    bridge = line("M30 66Q47 40 64 66", "teal", 5) + line("M28 68h38", "teal", 5)
    return ground(28, 88) + handles + body + bridge


@drawing
def souvenir_mug():
    handle = line("M66 44c17 -3 17 25 -1 23", "paper_d", 6)
    body = (
        turned(46, "M23 30L23 78Q23 86 15 86L0 86", "paper")
        + ellipse(46, 30, 23, 6, "paper")
        + ellipse(46, 30, 20, 4.4, "paper_d")
    )
    heart = path("M42 72C22 58 28 44 36 45C39 45.5 42 49 42 51C43 49 46 45.5 49 46C56 47 60 60 42 72Z", "red")
    return ground(28, 88) + handle + body + heart


@drawing
def vase():
    body = (
        turned(48, "M12 26C8 36 26 44 26 60C26 74 18 86 0 86", "blue")
        + ellipse(48, 26, 12, 4, "blue")
        + ellipse(48, 26, 9, 2.6, "blue_d")
    )
    return (
        ground(22, 88)
        + line("M48 26Q46 14 36 10M48 26Q50 16 60 12", "leaf_d", 2.8)
        + leaf(40, 12, 12, -70, "green")
        + leaf(56, 13, 12, 66, "green")
        + leaf(47, 18, 12, -20)
        + body
        + line("M26 54q22 10 44 0M24 62q24 11 48 0", "sky", 2.8, 0.9)
    )


@drawing
def poster():
    frame = (
        box(18, 8, 60, 78, 3, "wood")
        + box(64, 8, 14, 78, 3, "wood_d")
        + box(24, 14, 48, 66, 0, "sky")
        + circle(58, 30, 8, "yellow")
        + path("M24 58Q36 46 48 56T72 52L72 80L24 80Z", "green")
        + path("M24 68Q40 60 52 68T72 64L72 80L24 80Z", "leaf")
    )
    return ground(32, 89) + frame


@drawing
def umbrella():
    dome = path(
        "M8 48C8 26 26 14 48 14C70 14 88 26 88 48Q82 42 75 48Q68 42 61 48Q54 42 48 48Q42 42 35 48Q28 42 21 48Q14 42 8 48Z",
        "red",
    ) + path("M48 14C70 14 88 26 88 48Q82 42 75 48Q72 26 48 14ZM48 14C54 24 61 36 61 48Q54 42 48 48Z", "red_d")
    return line("M48 10V76Q48 86 56 86T64 78", "wood_d", 4.5) + dome


@drawing
def teddy():
    ears = (
        circle(24, 26, 10, "wood")
        + circle(72, 26, 10, "wood_d")
        + circle(24, 26, 5, "kraft")
        + circle(72, 26, 5, "kraft")
    )
    face = (
        ellipse(48, 46, 32, 29, "wood")
        + path("M66 22C76 28 80 38 80 46C80 62 66 75 48 75C70 66 76 44 66 22Z", "wood_d")
        + ellipse(48, 56, 15, 12, "cream")
        + ellipse(48, 50, 5, 3.8, "choc_d")
        + circle(35, 42, 3.6, "choc_d")
        + circle(61, 42, 3.6, "choc_d")
        + line("M48 54v4M48 58q-5 5 -8 1M48 58q5 5 8 1", "choc_d", 2.2)
    )
    return (
        ground(26, 88)
        + ears
        + face
        + path("M48 78L30 70L30 88ZM48 78L66 70L66 88Z", "teal")
        + circle(48, 78, 5, "teal_d")
    )


@drawing
def table():
    top = (
        ellipse(48, 40, 40, 12, "wood_d")
        + ellipse(48, 37, 40, 12, "wood")
        + line("M22 35q12 -5 26 -5M30 42q16 3 34 -2", "kraft", 2.4)
    )
    legs = line("M26 50L20 84M70 50L76 84", "wood_d", 6) + line("M48 52V88", "wood", 6.5)
    return ground(36, 88) + legs + top


@drawing
def chair():
    legs = line("M28 60L24 88M68 60L72 88M36 62L36 82M60 62L60 82", "wood_d", 5.5)
    back = box(26, 8, 44, 34, 10, "teal") + box(54, 8, 16, 34, 10, "teal_d") + line("M32 40v16M64 40v16", "wood", 5)
    return ground(30, 90) + legs + back + box(20, 52, 56, 12, 6, "teal") + box(54, 52, 22, 12, 6, "teal_d")


@drawing
def lamp():
    shade = path("M32 12L64 12L80 46L16 46Z", "yellow") + path("M54 12L64 12L80 46L58 46Z", "yellow_d")
    return (
        ground(22, 88)
        + box(45, 44, 6, 36, 0, "slate")
        + ellipse(48, 82, 20, 5.5, "slate_d")
        + ellipse(48, 80, 20, 5.5, "slate")
        + shade
        + ellipse(48, 46, 32, 4, "cream")
    )


@drawing
def flower_seeds():
    return crate_box(
        "green",
        box(26, 34, 32, 40, 4, "cream")
        + line("M42 58V70", "leaf_d", 3)
        + leaf(42, 70, 12, 60, "green")
        + flower(42, 50, 12, "orange", "yellow"),
        8,
    )
