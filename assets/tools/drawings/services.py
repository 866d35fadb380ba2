"""Deposits, bags, parcels and what else a shop does for people."""

from .marks import arrow_round
from .packs import bottle, can
from .pen import box, circle, drawing, ellipse, ground, group, leaf, line, path, turned


@drawing
def deposit_bottle():
    return bottle("green", "steel", "leaf", arrow_round(48, 64, 6.5))


@drawing
def deposit_can():
    return can("teal", arrow_round(48, 54, 9))


@drawing
def deposit_crate():
    necks = "".join(
        turned(x, "M3.5 18L3.5 28Q9 32 9 40L0 40", "rye") + box(x - 4.5, 13, 9, 6, 2, "yellow") for x in (26, 48, 70)
    )
    crate = (
        path("M10 38L86 38L82 82Q82 86 78 86L18 86Q14 86 14 82Z", "red")
        + path("M66 38L86 38L82 82Q82 86 78 86L64 86Z", "red_d")
        + box(34, 46, 28, 9, 4.5, "red_d")
    )
    return ground(36, 88) + necks + crate + arrow_round(48, 70, 7)


@drawing
def deposit_cup():
    body = turned(48, "M24 24L18 82Q18 86 13 86L0 86", "mint")
    return (
        ground(24, 88)
        + body
        + box(21, 16, 54, 11, 5, "teal")
        + box(56, 16, 19, 11, 5, "teal_d")
        + arrow_round(48, 56, 9, "teal_d")
    )


@drawing
def paper_bag():
    handles = line("M36 30V22Q36 12 48 12T60 22V30", "kraft_d", 4)
    body = (
        path("M20 28L62 28L62 86L24 86Q20 86 20 82Z", "kraft")
        + path("M62 28L76 24L76 80Q76 83 72 84L62 86Z", "kraft_d")
        + path("M69 26L69 56L62 86L62 28Z", "wood", 0.4)
    )
    return ground(30, 88) + handles + body + leaf(41, 68, 22, 0, "leaf")


@drawing
def parcel():
    top = path("M12 36L48 22L84 36L48 52Z", "kraft")
    left = path("M12 36L48 52L48 86L12 68Z", "kraft_d")
    right = path("M84 36L48 52L48 86L84 68Z", "wood")
    tape = path("M28 29.8L64 45L64 56L58 58.5L58 47.5L22 32.2Z", "cream")
    return ground(36, 86) + left + right + top + tape + box(20, 56, 14, 8, 1.5, "cream")


@drawing
def delivery_bike():
    wheels = "".join(
        line(f"M{x - 15} 66a15 15 0 1 0 30 0a15 15 0 1 0 -30 0", "slate_d", 4) + circle(x, 66, 3, "slate_d")
        for x in (22, 74)
    )
    frame = line("M22 66L36 42L60 42L74 66M22 66L46 66L60 42M36 42L46 66M74 66L66 32L74 28M32 38h9", "teal", 4.5)
    return (
        ground(40, 84)
        + wheels
        + frame
        + box(10, 22, 26, 19, 3, "orange")
        + box(26, 22, 10, 19, 3, "orange_d")
        + box(10, 28, 26, 4, 0, "cream")
    )


@drawing
def stamps():
    sheet = (
        box(16, 16, 64, 64, 2, "milk")
        + "".join(circle(x, y, 3, "paper_d") for x in (16, 26.7, 37.4, 48, 58.6, 69.3, 80) for y in (16, 80))
        + "".join(circle(x, y, 3, "paper_d") for y in (26.7, 37.4, 48, 58.6, 69.3) for x in (16, 80))
    )
    return (
        ground(32, 88)
        + sheet
        + box(24, 24, 48, 48, 2, "sky")
        + path("M24 60Q36 48 48 56T72 54L72 70Q72 72 70 72L26 72Q24 72 24 70Z", "teal")
        + circle(58, 36, 7, "yellow")
    )


@drawing
def copies():
    back = box(32, 8, 46, 60, 3, "paper_d")
    front = (
        box(18, 22, 46, 62, 3, "milk")
        + path("M50 22L64 36L50 36Z", "paper_d")
        + line("M27 46h28M27 56h28M27 66h18", "grey", 3)
    )
    return ground(32, 88) + back + line("M66 24h5M66 36h5M66 48h5", "grey", 3) + front


@drawing
def keys():
    ring = line("M30 28a14 14 0 1 1 28 0a14 14 0 1 1 -28 0", "steel_d", 4.5)
    one = (
        circle(40, 48, 12, "yellow")
        + circle(40, 46, 4, "yellow_d")
        + path("M36 58L44 58L44 84L40 88L36 84Z", "yellow")
        + path("M44 66h6v5h-6ZM44 75h8v5h-8Z", "yellow_d")
    )
    two = (
        circle(56, 46, 11, "crema")
        + circle(56, 44, 4, "crema_d")
        + path("M52 55L60 55L60 78L56 82L52 78Z", "crema")
        + path("M60 64h5v5h-5Z", "crema_d")
    )
    return ground(24, 90) + ring + group("rotate(-26 56 42)", two) + group("rotate(8 40 42)", one)


@drawing
def workshop():
    apron = path(
        "M34 14L62 14L66 34Q78 38 78 46L76 82Q76 86 72 86L24 86Q20 86 20 82L18 46Q18 38 30 34Z", "navy"
    ) + path("M56 14L62 14L66 34Q78 38 78 46L76 82Q76 86 72 86L60 86Q62 40 56 14Z", "navy_d")
    straps = line("M34 16Q36 6 48 6T62 16M18 46L10 50M78 46L86 50", "kraft", 3.6)
    return (
        ground(30, 88)
        + straps
        + apron
        + box(32, 54, 32, 20, 4, "slate_d")
        + line("M40 54V42M48 54V38M56 54V43", "kraft", 3.6)
        + ellipse(48, 38, 4.5, 6, "kraft")
        + circle(40, 42, 3.6, "red")
        + box(53, 38, 6, 8, 2, "steel")
    )


@drawing
def tip_jar():
    coins = "".join(
        ellipse(x, y, 9, 4, "yellow_d") + ellipse(x, y - 2, 9, 4, "yellow")
        for x, y in ((38, 78), (58, 78), (48, 73), (40, 68), (57, 67))
    )
    glass_ = turned(48, "M22 22Q28 24 28 32L28 80Q28 86 20 86L0 86", "sky")
    return (
        ground(30, 88)
        + glass_
        + coins
        + box(24, 14, 48, 9, 4, "steel")
        + box(58, 14, 14, 9, 4, "steel_d")
        + path("M48 58C36 49 39 40 44 40.5C46.5 41 48 43.5 48 45C48.5 43.5 50 41 52.5 40.5C57 40 60 49 48 58Z", "red")
        + line("M27 34v14", "shine", 3, 0.7)
    )
