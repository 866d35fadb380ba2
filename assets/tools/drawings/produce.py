"""Fruit, vegetables and herbs."""

from .pen import ball, box, circle, ellipse, ground, group, leaf, line, path, turn, turned


def apple_of(fill):
    body = path("M48 34C40 26 17 26 17 50C17 70 32 84 40 84C44 84 45 82 48 82C51 82 52 84 56 84C64 84 79 70 79 50C79 26 56 26 48 34Z", fill)
    shade = path("M66 29.500C74 33 79 40 79 50C79 70 64 84 56 84C52 84 51 82 48 82C66 74 76 50 66 29.500Z", fill + "_d")
    return ground(24, 86) + body + shade + line("M48 35C48 26 51 20 55 16", "rye_d", 4) + leaf(50, 27, 20, 66) + ellipse(31, 44, 4, 7, "shine", 0.45)


def apple_red():
    return apple_of("red")


def apple_green():
    return apple_of("lime")


def pear():
    body = turned(48, "M0 18C14 18 14 34 17 42C20 50 28 54 28 66C28 80 16 86 0 86", "lime", 0.35)
    return ground(24, 87) + body + line("M48 20C47 14 50 10 54 8", "rye_d", 4) + leaf(49, 16, 17, 70) + ellipse(35, 62, 4, 8, "shine", 0.4)


def banana():
    back = path("M20 20C24 48 44 70 80 68C86 68 88 76 82 78C48 90 14 62 14 24Z", "yellow_d")
    front = path("M20 20C22 50 46 72 82 66C88 66 87 73 82 75C44 84 16 58 14 24Z", "yellow")
    tips = path("M13 25L12 14Q15 11 20 13L21 24Q17 27 13 25Z", "rye") + path("M82 65.500Q89 64 88 71Q87 77 81 77Q78 71 82 65.500Z", "rye_d")
    return ground(30, 86) + back + front + line("M22 36C28 56 44 68 64 71", "yellow_d", 2.4, 0.7) + tips


def orange():
    return ground(24, 86) + ball(48, 53, 32, "orange") + leaf(49, 24, 20, 62) + circle(48, 25, 3, "leaf_d") + "".join(
        circle(x, y, 1.2, "orange_d") for x, y in ((32, 56), (40, 66), (50, 58), (44, 48), (56, 70), (36, 74)))


def lemon():
    body = path("M12 50C12 46 16 46 20 42C30 26 62 24 76 42C80 46 85 46 85 51C85 56 80 56 76 60C64 78 30 76 20 60C16 56 12 54 12 50Z", "yellow")
    shade = path("M70 36C73 38 74 40 76 42C80 46 85 46 85 51C85 56 80 56 76 60C64 78 34 76 22 62C50 70 74 58 70 36Z", "yellow_d")
    return ground(28, 80) + turn(-14, body, shade, ellipse(32, 44, 6, 4, "shine", 0.5)) + leaf(78, 40, 18, -24)


def grapes():
    spots = ((34, 36), (48, 34), (62, 36), (28, 48), (41, 48), (55, 48), (68, 48), (34, 60), (48, 61), (61, 60), (41, 72), (55, 72), (48, 81))
    return ground(18, 90) + line("M48 32C47 22 50 16 54 10", "rye_d", 4) + leaf(48, 26, 24, 74) + leaf(47, 26, 20, -72, "green") + "".join(ball(x, y, 8.2, "violet", x < 45) for x, y in spots)


def strawberry():
    body = path("M18 40C18 26 34 24 48 28C62 24 78 26 78 40C78 60 58 86 48 86C38 86 18 60 18 40Z", "red")
    shade = path("M66 27C74 29 78 33 78 40C78 60 58 86 48 86C62 76 74 48 66 27Z", "red_d")
    pips = "".join(ellipse(x, y, 1.5, 2.3, "yellow") for x, y in ((30, 42), (42, 44), (54, 44), (66, 44), (35, 56), (48, 57), (60, 57), (42, 69), (54, 69)))
    cap = leaf(48, 32, 20, -80, "green") + leaf(48, 32, 20, 80, "leaf") + leaf(48, 33, 16, 130, "green") + leaf(48, 33, 16, -130, "leaf") + line("M48 31q0 -10 5 -15", "leaf_d", 4)
    return ground(18, 88) + body + shade + pips + cap


def berry(x, y, r):
    return ball(x, y, r, "navy") + circle(x + 2, y - r * 0.35, r * 0.36, "blue_d") + circle(x + 2, y - r * 0.35, r * 0.22, "navy_d")


def blueberries():
    return ground(34, 82) + leaf(44, 36, 26, -50) + leaf(50, 36, 24, 44, "green") + berry(48, 44, 17) + berry(28, 64, 17) + berry(67, 64, 17)


def cherries():
    stems = line("M54 14C44 28 34 40 32 54M54 14C60 30 66 42 66 56", "leaf_d", 3.6)
    return ground(34, 86) + stems + leaf(54, 16, 26, 84) + ball(31, 68, 17, "red") + ball(66, 69, 16, "red")


def peach():
    body = ball(48, 53, 32, "orange") + path("M48 22C34 34 36 66 50 85C28 86 16 70 16 53C16 36 30 22 48 22Z", "rose", 0.75)
    return ground(24, 86) + body + line("M48 22C38 34 38 58 47 74", "orange_d", 2.8) + leaf(49, 24, 22, 64) + line("M48 25q0 -6 3 -10", "rye_d", 4)


def mango():
    body = path("M16 56C14 34 36 18 58 22C78 26 88 44 80 60C72 78 20 84 16 56Z", "yellow")
    blush = path("M58 22C78 26 88 44 80 60C74 73 46 80 29 73C64 70 74 44 58 22Z", "red", 0.75)
    return ground(30, 82) + body + blush + ellipse(34, 44, 5, 8, "shine", 0.45) + line("M60 23q3 -5 8 -7", "rye_d", 4) + leaf(63, 19, 18, 100)


def kiwi():
    whole = ellipse(60, 44, 28, 24, "rye_d") + ellipse(58, 43, 26, 22, "rye")
    half = ellipse(38, 58, 27, 24, "rye_d") + ellipse(37.5, 57, 25, 22, "lime") + ellipse(37.5, 57, 21, 18, "green") + ellipse(37.5, 57, 8, 6.5, "milk")
    pips = "".join(group(f"rotate({a} 37.5 57)", ellipse(37.5, 45.5, 1.1, 2.2, "coffee_d")) for a in range(0, 360, 30))
    return ground(34, 83) + whole + half + pips


def pineapple():
    crown = leaf(48, 42, 36, 0, "leaf") + leaf(46, 42, 30, -28, "green") + leaf(50, 42, 30, 28, "green") + leaf(46, 44, 22, -54, "leaf") + leaf(50, 44, 22, 54, "leaf")
    body = turned(48, "M0 36C18 36 23 50 23 62C23 78 14 87 0 87", "yellow", 0.4)
    net = line("M34 42L66 76M28 54L58 85M46 38L70 62M62 42L30 76M68 54L38 85M50 38L26 62", "yellow_d", 2.2)
    return ground(20, 88) + crown + body + net


def watermelon():
    rind = path("M10 40L86 40C86 66 68 80 48 80C28 80 10 66 10 40Z", "leaf")
    white = path("M15 40L81 40C81 63 65 75 48 75C31 75 15 63 15 40Z", "lime")
    flesh = path("M19 38L77 38C77 60 63 71 48 71C33 71 19 60 19 38Z", "red") + path("M62 38L77 38C77 60 63 71 48 71C58 64 64 52 62 38Z", "red_d")
    pips = "".join(ellipse(x, y, 1.6, 2.6, "coffee_d") for x, y in ((30, 46), (42, 48), (54, 46), (66, 47), (36, 57), (49, 58), (59, 56), (47, 66)))
    return ground(28, 83) + turn(-8, rind, white, flesh, pips)


def avocado():
    def half(x, y, extra):
        return group(f"translate({x} {y})", turned(0, "M0 -32C10 -32 12 -16 16 -8C24 4 22 28 0 28", "leaf", 0.7), turned(0, "M0 -28C8 -28 9 -14 13 -6C19 5 18 24 0 24", "lime", 0.9), turned(0, "M0 -23C5 -23 6 -11 10 -5C15 4 13 20 0 20", "cream", 0.9), extra)
    return ground(34, 84) + half(32, 54, ellipse(0, 7, 8.5, 9, "rye_d", 0.45)) + half(64, 54, ball(0, 7, 10, "rye"))


def tomato():
    body = path("M48 30C34 22 14 32 14 54C14 74 30 84 48 84C66 84 82 74 82 54C82 32 62 22 48 30Z", "red")
    shade = path("M68 28C77 32 82 42 82 54C82 74 66 84 48 84C66 78 76 52 68 28Z", "red_d")
    star = leaf(48, 33, 18, -100) + leaf(48, 33, 18, 100, "green") + leaf(48, 34, 15, -140, "green") + leaf(48, 34, 15, 145) + line("M48 33q0 -8 4 -13", "leaf_d", 4.5)
    return ground(28, 86) + body + shade + ellipse(29, 47, 4, 7, "shine", 0.45) + star


def cherry_tomatoes():
    vine = line("M14 28C34 22 60 24 82 36M30 25v16M50 25v26M70 31v14", "leaf_d", 4)
    caps = leaf(28, 38, 11, -100) + leaf(30, 38, 11, 100, "green") + leaf(49, 52, 11, -100) + leaf(51, 52, 11, 100, "green") + leaf(69, 44, 11, -100) + leaf(71, 44, 11, 100, "green")
    return ground(34, 84) + vine + ball(28, 51, 14, "red") + ball(72, 58, 14, "red") + ball(50, 66, 15, "red") + caps


def cucumber():
    body = box(8, 36, 80, 25, 12.5, "leaf") + path("M8.5 52Q48 58 87.5 52C86 58 82 61 75.5 61L20.5 61C14 61 10 58 8.5 52Z", "leaf_d")
    marks = line("M24 42h12M46 41h14M68 43h8M36 49h10M56 50h10", "green", 2.4)
    slice_ = circle(69, 66, 17, "leaf") + circle(69, 66, 14, "lime") + "".join(group(f"rotate({a} 69 66)", ellipse(69, 59, 1.5, 3, "cream")) for a in range(0, 360, 60))
    return ground(34, 85) + group("translate(0 -6) rotate(-16 48 48)", body, marks) + slice_


def carrot():
    greens = leaf(70, 30, 24, 10) + leaf(70, 30, 26, 42, "green") + leaf(70, 30, 24, 76)
    body = path("M64 24Q76 22 74 35C68 54 42 78 18 84Q11 85 13 78C22 56 44 30 64 24Z", "orange")
    shade = path("M74 35C68 54 42 78 18 84Q14 84.5 13 82C40 72 62 52 72 27Q75 30 74 35Z", "orange_d")
    return ground(26, 87) + greens + body + shade + line("M50 36q6 2 8 7M38 49q5 2 8 6M29 62q4 1 6 5", "orange_d", 2.8)


def potato():
    def one(x, y, s, angle):
        body = path("M-26 2C-28 -14 -10 -20 4 -18C20 -16 28 -8 26 6C24 20 4 20 -8 19C-18 18 -25 12 -26 2Z", "kraft")
        shade = path("M20 -11C25 -7 27 -1 26 6C24 20 4 20 -8 19C-14 18.4 -19 16 -22 13C4 16 22 8 20 -11Z", "kraft_d")
        eyes = ellipse(-10, -4, 2.5, 1.5, "rye") + ellipse(4, 4, 2.5, 1.5, "rye") + ellipse(6, -9, 2, 1.3, "rye")
        return group(f"translate({x} {y}) rotate({angle}) scale({s})", body, shade, eyes)
    return ground(36, 82) + one(50, 40, 0.95, -12) + one(32, 64, 0.95, 10) + one(67, 65, 0.9, -6)


def onion():
    body = turned(48, "M2 16C4 32 10 34 20 40C32 48 32 60 28 68C22 80 10 83 0 83", "crema", 0.45)
    lines = line("M47 34C36 44 32 62 40 80M49 34C58 44 64 62 56 80", "crema_d", 2.4)
    return ground(26, 86) + line("M44 84l-3 5M48 84v6M52 84l3 5", "rye", 2) + body + lines + ellipse(29, 56, 3.5, 7, "shine", 0.4) + leaf(47, 24, 14, -14, "lime")


def garlic():
    body = turned(48, "M4 14C3 30 6 32 16 40C30 50 32 66 24 76C18 83 8 84 0 84", "paper", 0.45)
    lines = line("M46 34C30 46 28 68 38 82M50 34C66 46 68 68 58 82", "violet", 2, 0.5)
    return ground(26, 86) + body + lines + ellipse(48, 15, 4, 2.2, "kraft_d") + line("M42 84h12", "kraft_d", 3)


def bell_pepper():
    body = path("M48 30C38 22 16 26 16 46C16 64 26 84 36 84C42 84 43 80 48 80C53 80 54 84 60 84C70 84 80 64 80 46C80 26 58 22 48 30Z", "yellow")
    shade = path("M68 27C75 30 80 36 80 46C80 64 70 84 60 84C54 84 53 80 48 80C66 74 76 48 68 27Z", "yellow_d")
    return ground(24, 86) + body + shade + line("M40 34Q34 54 40 74M57 34Q62 54 56 74", "yellow_d", 2.8) + path("M38 30Q48 38 58 30Q54 24 51 25Q49 16 56 13L52 9Q42 14 44 25Q41 24 38 30Z", "leaf") + ellipse(27, 44, 3.5, 7, "shine", 0.5)


def broccoli():
    stem = path("M36 52L60 52Q58 66 62 82Q62 86 48 86Q34 86 34 82Q38 66 36 52Z", "lime") + path("M52 52L60 52Q58 66 62 82Q62 86 50 86Q56 66 52 52Z", "lime_d")
    crown = ball(28, 46, 16, "leaf", False) + ball(68, 46, 16, "leaf", False) + ball(48, 30, 19, "leaf", False) + ball(48, 50, 15, "green", False) + ball(34, 33, 11, "green", False) + ball(62, 34, 11, "leaf", False)
    return ground(18, 88) + stem + crown + "".join(circle(x, y, 2, "lime", 0.7) for x, y in ((44, 22), (30, 30), (24, 44), (46, 46), (54, 34), (64, 40)))


def lettuce():
    outer = ball(48, 54, 33, "green", False)
    leaves = path("M48 86C26 80 18 56 26 38C32 44 36 40 40 34C46 42 50 42 56 34C60 40 64 44 70 38C78 56 70 80 48 86Z", "lime") + path("M48 86C40 72 42 56 48 48C54 56 58 70 48 86Z", "cream", 0.7)
    veins = line("M46 78C36 68 32 58 32 50M50 78C60 68 64 58 64 50M48 76V56", "green", 2.4)
    frill = "".join(circle(x, y, 8, "green") for x, y in ((20, 44), (30, 30), (46, 24), (62, 28), (75, 42)))
    return ground(26, 88) + frill + outer + leaves + veins


def mushrooms():
    def one(x, y, s):
        stem = turned(0, "M8 0L10 26Q10 30 0 30", "paper", 0.3)
        cap = path("M-25 2C-25 -14 -12 -22 0 -22C12 -22 25 -14 25 2Q25 6 20 6L-20 6Q-25 6 -25 2Z", "kraft") + path("M10 -20.500C18 -17 25 -10 25 2Q25 6 20 6L0 6Q20 0 10 -20.500Z", "kraft_d")
        return group(f"translate({x} {y}) scale({s})", stem, cap, ellipse(-9, -10, 5, 3, "cream", 0.7))
    return ground(34, 84) + one(62, 48, 1) + one(34, 62, 0.8)


def aubergine():
    body = path("M62 26C76 34 80 52 70 68C60 84 34 88 22 78C10 66 20 52 34 46C46 41 48 28 62 26Z", "plum")
    shade = path("M70 33C77 43 77 57 70 68C60 84 34 88 22 78C20 76 18 74 17.5 71C40 82 66 66 70 33Z", "plum_d")
    return ground(28, 87) + body + shade + path("M50 30Q62 20 74 34Q66 32 66 38Q60 33 56 37Q55 31 50 30Z", "leaf") + line("M62 27q4 -8 11 -10", "leaf_d", 5) + line("M32 56q-8 4 -8 12", "violet", 4, 0.8)


def courgette():
    body = path("M14 70C12 62 18 58 26 56C46 50 58 38 68 26C74 20 84 28 80 36C70 56 44 78 26 80C18 80 15 76 14 70Z", "leaf")
    shade = path("M80 36C70 56 44 78 26 80C20 80 17 78 15 74C40 70 64 52 78 26Q82 30 80 36Z", "leaf_d")
    return ground(30, 86) + body + shade + line("M28 62Q50 54 68 34M34 68Q54 58 70 40", "lime", 2.2, 0.7) + path("M68 26L76 15Q82 15 86 20L79 31Q73 31 68 26Z", "lime_d")


def pumpkin():
    lobes = ellipse(24, 58, 15, 23, "orange") + ellipse(73, 58, 15, 23, "orange_d") + ellipse(36, 57, 15, 26, "orange_d") + ellipse(35, 57, 14, 26, "orange") + ellipse(62, 57, 15, 26, "orange_d") + ellipse(49, 57, 14, 27, "orange")
    lobes += line("M38 36Q30 56 38 78M60 36Q68 56 60 78M24 42Q18 57 24 73", "orange_d", 2.4)
    return ground(32, 85) + lobes + line("M49 34Q48 22 57 16", "leaf_d", 7) + leaf(52, 28, 20, 88, "green")


def ginger():
    root = path("M18 62C10 56 14 44 24 46C28 46 32 50 36 48C34 38 34 26 44 26C54 26 54 38 56 46C62 46 66 40 74 42C86 46 84 60 74 60C68 60 66 62 66 66C68 76 62 82 54 80C46 78 48 68 42 66C34 64 26 70 18 62Z", "kraft")
    shade = path("M82 50C83 56 80 60 74 60C68 60 66 62 66 66C68 76 62 82 54 80C46 78 48 68 42 66C34 64 26 70 18 62C40 64 50 60 56 66C62 56 76 58 82 50Z", "kraft_d")
    return ground(30, 84) + root + shade + line("M40 32q5 2 9 0M39 40q6 2 11 0M22 52q2 4 1 8M70 46q3 4 2 9M54 72q5 -2 8 0", "rye", 2, 0.6) + ellipse(45, 27.5, 5, 2.5, "yellow")


def herbs():
    sprigs = leaf(48, 52, 34, 0) + leaf(42, 54, 30, -32, "green") + leaf(54, 54, 30, 32, "green") + leaf(36, 56, 24, -62) + leaf(60, 56, 24, 62)
    pot = turned(48, "M22 52L17 82Q16 86 12 86L0 86", "orange") + box(23, 48, 50, 10, 4, "orange") + box(54, 48, 19, 10, 4, "orange_d")
    return ground(22, 88) + sprigs + pot


def leek():
    leaves = leaf(52, 46, 38, 30, "leaf") + leaf(50, 46, 40, 8, "green") + leaf(47, 46, 36, -18, "leaf")
    stem = turned(48, "M9 40L8 74Q8 80 0 80", "lime", 0.3) + turned(48, "M8.5 58L8 76Q8 82 0 82", "paper", 0.3) + line("M44 82l-3 6M48 83v6M52 82l3 6", "kraft_d", 2.2)
    return ground(16, 89) + turn(14, leaves, stem)


def fruit_basket():
    fruit = ball(30, 38, 13, "red") + ball(64, 38, 14, "orange") + ball(47, 31, 14, "lime") + ball(56, 47, 8, "violet") + ball(42, 48, 8, "violet") + leaf(48, 20, 12, 60)
    basket = turned(48, "M36 48L29 78Q28 83 22 83L0 83", "wood") + line("M18 58Q48 64 78 58M20 68Q48 74 76 68M32 52l3 30M48 53v30M64 52l-3 30", "wood_d", 2.6) + box(9, 44, 78, 9, 4.5, "wood") + box(58, 44, 29, 9, 4.5, "wood_d")
    return ground(30, 85) + fruit + basket


DRAWINGS = {
    "apple-red": apple_red, "apple-green": apple_green, "pear": pear, "banana": banana, "orange": orange, "lemon": lemon,
    "grapes": grapes, "strawberry": strawberry, "blueberries": blueberries, "cherries": cherries, "peach": peach,
    "mango": mango, "kiwi": kiwi, "pineapple": pineapple, "watermelon": watermelon, "avocado": avocado, "tomato": tomato,
    "cherry-tomatoes": cherry_tomatoes, "cucumber": cucumber, "carrot": carrot, "potato": potato, "onion": onion,
    "garlic": garlic, "bell-pepper": bell_pepper, "broccoli": broccoli, "lettuce": lettuce, "mushrooms": mushrooms,
    "aubergine": aubergine, "courgette": courgette, "pumpkin": pumpkin, "ginger": ginger, "herbs": herbs, "leek": leek,
    "fruit-basket": fruit_basket,
}
