"""Vegetables and herbs."""

from .pen import ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, turn, turned


@drawing
def tomato():
    body = path("M48 30C34 22 14 32 14 54C14 74 30 84 48 84C66 84 82 74 82 54C82 32 62 22 48 30Z", "red")
    shade = path("M68 28C77 32 82 42 82 54C82 74 66 84 48 84C66 78 76 52 68 28Z", "red_d")
    star = (
        leaf(48, 33, 18, -100)
        + leaf(48, 33, 18, 100, "green")
        + leaf(48, 34, 15, -140, "green")
        + leaf(48, 34, 15, 145)
        + line("M48 33q0 -8 4 -13", "leaf_d", 4.5)
    )
    return ground(28, 86) + body + shade + ellipse(29, 47, 4, 7, "shine", 0.45) + star


@drawing
def cherry_tomatoes():
    vine = line("M14 28C34 22 60 24 82 36M30 25v16M50 25v26M70 31v14", "leaf_d", 4)
    caps = (
        leaf(28, 38, 11, -100)
        + leaf(30, 38, 11, 100, "green")
        + leaf(49, 52, 11, -100)
        + leaf(51, 52, 11, 100, "green")
        + leaf(69, 44, 11, -100)
        + leaf(71, 44, 11, 100, "green")
    )
    return ground(34, 84) + vine + ball(28, 51, 14, "red") + ball(72, 58, 14, "red") + ball(50, 66, 15, "red") + caps


@drawing
def cucumber():
    body = box(8, 36, 80, 25, 12.5, "leaf") + path(
        "M8.5 52Q48 58 87.5 52C86 58 82 61 75.5 61L20.5 61C14 61 10 58 8.5 52Z", "leaf_d"
    )
    marks = line("M24 42h12M46 41h14M68 43h8M36 49h10M56 50h10", "green", 2.4)
    slice_ = (
        circle(69, 66, 17, "leaf")
        + circle(69, 66, 14, "lime")
        + "".join(group(f"rotate({a} 69 66)", ellipse(69, 59, 1.5, 3, "cream")) for a in range(0, 360, 60))
    )
    return ground(34, 85) + group("translate(0 -6) rotate(-16 48 48)", body, marks) + slice_


@drawing
def carrot():
    greens = leaf(70, 30, 24, 10) + leaf(70, 30, 26, 42, "green") + leaf(70, 30, 24, 76)
    body = path("M64 24Q76 22 74 35C68 54 42 78 18 84Q11 85 13 78C22 56 44 30 64 24Z", "orange")
    shade = path("M74 35C68 54 42 78 18 84Q14 84.5 13 82C40 72 62 52 72 27Q75 30 74 35Z", "orange_d")
    return ground(26, 87) + greens + body + shade + line("M50 36q6 2 8 7M38 49q5 2 8 6M29 62q4 1 6 5", "orange_d", 2.8)


@drawing
def potato():
    def one(x, y, s, angle):
        body = path("M-26 2C-28 -14 -10 -20 4 -18C20 -16 28 -8 26 6C24 20 4 20 -8 19C-18 18 -25 12 -26 2Z", "kraft")
        shade = path("M20 -11C25 -7 27 -1 26 6C24 20 4 20 -8 19C-14 18.4 -19 16 -22 13C4 16 22 8 20 -11Z", "kraft_d")
        eyes = ellipse(-10, -4, 2.5, 1.5, "rye") + ellipse(4, 4, 2.5, 1.5, "rye") + ellipse(6, -9, 2, 1.3, "rye")
        return group(f"translate({x} {y}) rotate({angle}) scale({s})", body, shade, eyes)

    return ground(36, 82) + one(50, 40, 0.95, -12) + one(32, 64, 0.95, 10) + one(67, 65, 0.9, -6)


@drawing
def onion():
    body = turned(48, "M2 16C4 32 10 34 20 40C32 48 32 60 28 68C22 80 10 83 0 83", "crema", 0.45)
    lines = line("M47 34C36 44 32 62 40 80M49 34C58 44 64 62 56 80", "crema_d", 2.4)
    return (
        ground(26, 86)
        + line("M44 84l-3 5M48 84v6M52 84l3 5", "rye", 2)
        + body
        + lines
        + ellipse(29, 56, 3.5, 7, "shine", 0.4)
        + leaf(47, 24, 14, -14, "lime")
    )


@drawing
def garlic():
    body = turned(48, "M4 14C3 30 6 32 16 40C30 50 32 66 24 76C18 83 8 84 0 84", "paper", 0.45)
    lines = line("M46 34C30 46 28 68 38 82M50 34C66 46 68 68 58 82", "violet", 2, 0.5)
    return ground(26, 86) + body + lines + ellipse(48, 15, 4, 2.2, "kraft_d") + line("M42 84h12", "kraft_d", 3)


@drawing
def bell_pepper():
    body = path(
        "M48 30C38 22 16 26 16 46C16 64 26 84 36 84C42 84 43 80 48 80C53 80 54 84 60 84C70 84 80 64 80 46C80 26 58 22 48 30Z",
        "yellow",
    )
    shade = path("M68 27C75 30 80 36 80 46C80 64 70 84 60 84C54 84 53 80 48 80C66 74 76 48 68 27Z", "yellow_d")
    return (
        ground(24, 86)
        + body
        + shade
        + line("M40 34Q34 54 40 74M57 34Q62 54 56 74", "yellow_d", 2.8)
        + path("M38 30Q48 38 58 30Q54 24 51 25Q49 16 56 13L52 9Q42 14 44 25Q41 24 38 30Z", "leaf")
        + ellipse(27, 44, 3.5, 7, "shine", 0.5)
    )


@drawing
def broccoli():
    stem = path("M36 52L60 52Q58 66 62 82Q62 86 48 86Q34 86 34 82Q38 66 36 52Z", "lime") + path(
        "M52 52L60 52Q58 66 62 82Q62 86 50 86Q56 66 52 52Z", "lime_d"
    )
    crown = (
        ball(28, 46, 16, "leaf", False)
        + ball(68, 46, 16, "leaf", False)
        + ball(48, 30, 19, "leaf", False)
        + ball(48, 50, 15, "green", False)
        + ball(34, 33, 11, "green", False)
        + ball(62, 34, 11, "leaf", False)
    )
    return (
        ground(18, 88)
        + stem
        + crown
        + "".join(circle(x, y, 2, "lime", 0.7) for x, y in ((44, 22), (30, 30), (24, 44), (46, 46), (54, 34), (64, 40)))
    )


@drawing
def lettuce():
    outer = ball(48, 54, 33, "green", False)
    leaves = path(
        "M48 86C26 80 18 56 26 38C32 44 36 40 40 34C46 42 50 42 56 34C60 40 64 44 70 38C78 56 70 80 48 86Z", "lime"
    ) + path("M48 86C40 72 42 56 48 48C54 56 58 70 48 86Z", "cream", 0.7)
    veins = line("M46 78C36 68 32 58 32 50M50 78C60 68 64 58 64 50M48 76V56", "green", 2.4)
    frill = "".join(circle(x, y, 8, "green") for x, y in ((20, 44), (30, 30), (46, 24), (62, 28), (75, 42)))
    return ground(26, 88) + frill + outer + leaves + veins


@drawing
def mushrooms():
    def one(x, y, s):
        stem = turned(0, "M8 0L10 26Q10 30 0 30", "paper", 0.3)
        cap = path("M-25 2C-25 -14 -12 -22 0 -22C12 -22 25 -14 25 2Q25 6 20 6L-20 6Q-25 6 -25 2Z", "kraft") + path(
            "M10 -20.5C18 -17 25 -10 25 2Q25 6 20 6L0 6Q20 0 10 -20.5Z", "kraft_d"
        )
        return group(f"translate({x} {y}) scale({s})", stem, cap, ellipse(-9, -10, 5, 3, "cream", 0.7))

    return ground(34, 84) + one(62, 48, 1) + one(34, 62, 0.8)


@drawing
def aubergine():
    body = path("M62 26C76 34 80 52 70 68C60 84 34 88 22 78C10 66 20 52 34 46C46 41 48 28 62 26Z", "plum")
    shade = path("M70 33C77 43 77 57 70 68C60 84 34 88 22 78C20 76 18 74 17.5 71C40 82 66 66 70 33Z", "plum_d")
    return (
        ground(28, 87)
        + body
        + shade
        + path("M50 30Q62 20 74 34Q66 32 66 38Q60 33 56 37Q55 31 50 30Z", "leaf")
        + line("M62 27q4 -8 11 -10", "leaf_d", 5)
        + line("M32 56q-8 4 -8 12", "violet", 4, 0.8)
    )


@drawing
def courgette():
    body = path(
        "M14 70C12 62 18 58 26 56C46 50 58 38 68 26C74 20 84 28 80 36C70 56 44 78 26 80C18 80 15 76 14 70Z", "leaf"
    )
    shade = path("M80 36C70 56 44 78 26 80C20 80 17 78 15 74C40 70 64 52 78 26Q82 30 80 36Z", "leaf_d")
    return (
        ground(30, 86)
        + body
        + shade
        + line("M28 62Q50 54 68 34M34 68Q54 58 70 40", "lime", 2.2, 0.7)
        + path("M68 26L76 15Q82 15 86 20L79 31Q73 31 68 26Z", "lime_d")
    )


@drawing
def pumpkin():
    lobes = (
        ellipse(24, 58, 15, 23, "orange")
        + ellipse(73, 58, 15, 23, "orange_d")
        + ellipse(36, 57, 15, 26, "orange_d")
        + ellipse(35, 57, 14, 26, "orange")
        + ellipse(62, 57, 15, 26, "orange_d")
        + ellipse(49, 57, 14, 27, "orange")
    )
    lobes += line("M38 36Q30 56 38 78M60 36Q68 56 60 78M24 42Q18 57 24 73", "orange_d", 2.4)
    return ground(32, 85) + lobes + line("M49 34Q48 22 57 16", "leaf_d", 7) + leaf(52, 28, 20, 88, "green")


@drawing
def ginger():
    root = path(
        "M18 62C10 56 14 44 24 46C28 46 32 50 36 48C34 38 34 26 44 26C54 26 54 38 56 46C62 46 66 40 74 42C86 46 84 60 74 60C68 60 66 62 66 66C68 76 62 82 54 80C46 78 48 68 42 66C34 64 26 70 18 62Z",
        "kraft",
    )
    shade = path(
        "M82 50C83 56 80 60 74 60C68 60 66 62 66 66C68 76 62 82 54 80C46 78 48 68 42 66C34 64 26 70 18 62C40 64 50 60 56 66C62 56 76 58 82 50Z",
        "kraft_d",
    )
    return (
        ground(30, 84)
        + root
        + shade
        + line("M40 32q5 2 9 0M39 40q6 2 11 0M22 52q2 4 1 8M70 46q3 4 2 9M54 72q5 -2 8 0", "rye", 2, 0.6)
        + ellipse(45, 27.5, 5, 2.5, "yellow")
    )


@drawing
def herbs():
    sprigs = (
        leaf(48, 52, 34, 0)
        + leaf(42, 54, 30, -32, "green")
        + leaf(54, 54, 30, 32, "green")
        + leaf(36, 56, 24, -62)
        + leaf(60, 56, 24, 62)
    )
    pot = (
        turned(48, "M22 52L17 82Q16 86 12 86L0 86", "orange")
        + box(23, 48, 50, 10, 4, "orange")
        + box(54, 48, 19, 10, 4, "orange_d")
    )
    return ground(22, 88) + sprigs + pot


@drawing
def leek():
    leaves = leaf(52, 46, 38, 30, "leaf") + leaf(50, 46, 40, 8, "green") + leaf(47, 46, 36, -18, "leaf")
    stem = (
        turned(48, "M9 40L8 74Q8 80 0 80", "lime", 0.3)
        + turned(48, "M8.5 58L8 76Q8 82 0 82", "paper", 0.3)
        + line("M44 82l-3 6M48 83v6M52 82l3 6", "kraft_d", 2.2)
    )
    return ground(16, 89) + turn(14, leaves, stem)
