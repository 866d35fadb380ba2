"""What stands on the shelves: drinks to take home, the cold counter, the larder, sweets."""

from .packs import bottle, can, carton, crate_box, jar, pouch, sack, tin, tub, wide_bottle
from .pen import at, ball, box, circle, ellipse, ground, group, leaf, line, path, turn, turned

DROP = "M48 {0}C54 {1} 57 {2} 57 {3}A9 9 0 0 1 39 {3}C39 {2} 42 {1} 48 {0}Z"


def drop(y, fill):
    return path(DROP.format(y, y + 7, y + 11, y + 15), fill)


def citrus(x, y, r, fill):
    spokes = line(f"M{x} {y - r * .62:.1f}v{r * 1.24:.1f}M{x - r * .54:.1f} {y - r * .31:.1f}l{r * 1.08:.1f} {r * .62:.1f}M{x - r * .54:.1f} {y + r * .31:.1f}l{r * 1.08:.1f} {-r * .62:.1f}", "milk", 1.3)
    return circle(x, y, r, fill + "_d") + circle(x, y, r * 0.84, "milk") + circle(x, y, r * 0.72, fill) + spokes


def bubbles(y):
    return circle(43, y, 3, "shine", 0.8) + circle(52, y - 5, 2.2, "shine", 0.8) + circle(50, y + 5, 1.8, "shine", 0.8)


def bean(x, y, s, angle=28):
    return group(f"translate({x} {y}) rotate({angle}) scale({s})", ellipse(0, 0, 6, 8.5, "coffee"), line("M0 -7q-3 7 0 14", "crema", 1.8))


def wheat(x, y, s=1.0, fill="crust_d"):
    ears = "".join(leaf(0, dy, 9, a, fill) for dy in (0, 8, 16) for a in (-42, 42)) + leaf(0, -4, 10, 0, fill)
    return group(f"translate({x} {y}) scale({s})", line("M0 -2V28", fill, 2.2), ears)


def water():
    return bottle("sky", "blue", "blue", drop(55, "shine"))


def sparkling_water():
    return bottle("mint", "teal", "teal", bubbles(64))


def cola():
    return can("choc", circle(47, 54, 12, "yellow") + circle(43, 57, 3.4, "choc") + circle(50, 51, 2.8, "choc") + circle(51, 59, 2, "choc") + circle(44, 49, 1.7, "choc"))


def orange_can():
    return can("orange", citrus(47, 54, 12, "orange"))


def lemon_can():
    return can("yellow", citrus(47, 54, 12, "yellow"))


def iced_tea_can():
    return can("green", leaf(43, 64, 19, -24, "leaf") + leaf(50, 64, 19, 30, "lime"))


def energy_can():
    return can("navy", path("M51 36L40 57L47 57L43 74L57 50L50 50Z", "yellow"), slim=True)


def tonic_can():
    return can("teal", bubbles(52) + bubbles(66), slim=True)


def juice_bottle():
    return wide_bottle("orange", "green", "cream", citrus(47, 63, 10, "orange"))


def apple_juice():
    fruit = circle(43, 64, 6.5, "red") + circle(50, 64, 6.5, "red") + leaf(47, 58, 8, 40, "green")
    return wide_bottle("yellow", "red", "cream", fruit)


def juice_carton():
    return carton("orange", citrus(42, 68, 11, "orange"), "green")


def milk():
    return carton("blue", group("translate(-6 0)", drop(57, "shine")))


def oat_milk():
    return carton("kraft", wheat(42, 60, 0.78, "rye"), "teal")


def buttermilk():
    return carton("green", group("translate(-6 0)", drop(57, "milk")))


def beer():
    return bottle("rye", "yellow", "cream", wheat(48, 59, 0.5))


def wine_of(fill, cap, mark):
    glass = turned(48, "M5 8L5 32C5 40 17 42 17 54L17 80Q17 86 11 86L0 86", fill)
    foil = turned(48, "M5.5 7Q5.5 5 4 5L0 5", cap) + turned(48, "M5.5 6L5.5 22L0 22", cap)
    return ground(20, 88) + glass + foil + turned(48, "M17 56L17 76L0 76", "cream") + mark + line("M37 46Q35 49 35 53", "shine", 2.6, 0.4)


def red_wine():
    spots = "".join(circle(x, y, 2.6, "plum") for x, y in ((44, 63), (49, 63), (54, 63), (46.5, 67.5), (51.5, 67.5), (49, 72)))
    return wine_of("plum", "red", spots)


def white_wine():
    spots = "".join(circle(x, y, 2.6, "lime_d") for x, y in ((44, 63), (49, 63), (54, 63), (46.5, 67.5), (51.5, 67.5), (49, 72)))
    return wine_of("leaf", "yellow", spots)


def kombucha():
    return bottle("rose", "slate", "cream", leaf(48, 70, 13, 0, "green"))


def syrup():
    return bottle("red", "steel", "cream", circle(45, 65, 4.5, "red") + circle(52, 64, 4.5, "red_d") + leaf(49, 61, 6, 40, "green"))


def shot():
    body = turned(48, "M9 34L9 40C9 45 16 46 16 54L16 80Q16 86 11 86L0 86", "yellow")
    return ground(19, 88) + body + box(37, 24, 22, 12, 3, "orange") + box(50, 24, 9, 12, 3, "orange_d") + turned(48, "M16 58L16 76L0 76", "cream") + leaf(48, 73, 12, 0, "green")


def cheese_wedge():
    top = path("M10 50L62 24Q84 32 87 48Z", "yellow")
    side = path("M10 50L87 48L87 72Q87 75 84 75L14 77Q10 77 10 74Z", "yellow_d")
    holes = ellipse(30, 63, 6, 5, "crema", 0.55) + ellipse(54, 60, 4.5, 4, "crema", 0.55) + ellipse(70, 67, 6, 5, "crema", 0.55) + ellipse(58, 38, 7, 3, "yellow_d") + ellipse(44, 45, 4, 1.8, "yellow_d")
    return ground(38, 79) + top + side + holes


def cheese_wheel():
    rind = turned(48, "M36 40L36 64Q36 78 0 78", "red")
    top = ellipse(48, 40, 36, 14, "red") + ellipse(48, 39, 30, 11, "yellow")
    cut = path("M48 39L78 38Q77 46 66 49.500Z", "yellow_d") + path("M48 39L66 49.500L66 72L48 66Z", "yellow") + path("M48 39L78 39L84 46L84 50L66 49.500Z", "yellow_d", 0)
    return ground(34, 82) + rind + top + cut


def brie():
    top = ellipse(48, 44, 37, 16, "paper")
    side = turned(48, "M37 44L37 56Q37 74 0 74", "cream")
    wedge = path("M48 44L82 37Q86 44 80 52Z", "paper_d") + path("M48 44L80 52L80 67L48 60Z", "yellow")
    return ground(35, 77) + side + top + wedge + ellipse(34, 40, 10, 3, "shine", 0.6)


def blue_cheese():
    top = path("M10 48L62 24Q82 32 86 46Z", "cream")
    side = path("M10 48L86 46L86 70Q86 74 82 74L14 76Q10 76 10 72Z", "cream_d")
    spots = "".join(ellipse(x, y, rx, ry, "blue_d", 0.7) for x, y, rx, ry in ((26, 58, 4, 2.5), (40, 66, 5, 3), (54, 56, 3.5, 2.5), (68, 64, 5, 3), (76, 54, 3, 2), (58, 36, 5, 2), (44, 42, 3, 1.5), (28, 68, 2.5, 2)))
    return ground(38, 78) + top + side + spots


def feta():
    block = path("M16 46L52 34L82 44L46 58Z", "paper") + path("M16 46L46 58L46 80L16 66Z", "paper_d") + path("M46 58L82 44L82 64L46 80Z", "grey", 0.7)
    olive = ball(60, 38, 6, "leaf") + circle(58.5, 37, 1.8, "red")
    return ground(34, 80) + block + olive + leaf(44, 46, 16, -70, "green") + leaf(42, 46, 12, -30)


def goat_cheese():
    log = path("M24 34L66 28C80 28 80 66 66 70L24 72Z", "paper_d") + path("M24 34L66 28C70 28 73 31 75 36L24 44Z", "paper")
    face = ellipse(25, 53, 13, 19.5, "cream_d") + ellipse(25, 53, 10.5, 16.5, "milk")
    herbs = "".join(circle(x, y, 1.7, "leaf") for x, y in ((44, 40), (54, 48), (62, 38), (48, 58), (62, 58), (70, 50), (42, 50)))
    return ground(32, 75) + log + face + herbs + leaf(70, 64, 14, 50, "green")


def ham():
    def slice_(x, y, s):
        return group(f"translate({x} {y}) scale({s})", path("M-30 4C-32 -14 -12 -24 8 -22C26 -20 34 -6 28 8C22 22 -26 24 -30 4Z", "cream"), path("M-26 3C-28 -11 -10 -20 8 -18C22 -16 30 -5 25 7C18 18 -22 20 -26 3Z", "meat"), path("M16 -16C24 -13 29 -4 25 7C18 18 -10 18 -20 12C6 14 22 4 16 -16Z", "meat_d"), ellipse(-6, -4, 5, 2.5, "rose"), ellipse(6, 4, 4, 2, "rose"))
    return ground(34, 80) + slice_(56, 38, 0.95) + slice_(42, 58, 1.05)


def salami():
    log = path("M34 24L74 34C84 38 80 62 70 62L34 62Z", "red_d") + path("M34 24L74 34C78 36 80 40 80 45L34 40Z", "red")
    face = ellipse(33, 52, 22, 26, "red_d") + ellipse(32, 52, 19, 23, "meat_d")
    fat = "".join(ellipse(x, y, 2.6, 2.2, "cream") for x, y in ((26, 40), (36, 42), (42, 52), (30, 52), (22, 56), (36, 62), (28, 66), (42, 64), (20, 47)))
    return ground(32, 80) + log + face + fat


def sausage():
    link = line("M18 34C18 64 40 76 74 68", "red_d", 20) + line("M18 33C18 62 40 74 74 66", "meat_d", 16)
    return ground(34, 82) + link + line("M16 40C18 56 32 66 50 68", "meat", 4) + line("M15 24l-3 -8M20 24l3 -8M84 64l8 -3M84 68l8 3", "red_d", 3)


def bacon():
    def strip(x):
        wave = f"M{x} 16q10 11 0 22t0 22t0 22"
        return line(wave, "red", 18) + line(wave, "cream", 9) + line(wave, "meat_d", 4.5)
    return ground(32, 90) + strip(30) + strip(54)


def salmon():
    body = path("M12 50C20 30 58 20 82 36C90 46 84 64 70 70C44 78 16 74 12 50Z", "orange")
    shade = path("M82 36C90 46 84 64 70 70C44 78 18 74 13 54C40 66 72 60 82 36Z", "orange_d")
    lines = line("M26 44q10 9 8 24M42 35q12 12 10 34M60 32q12 12 9 33", "cream", 3.4)
    return ground(34, 80) + body + shade + lines + leaf(70, 32, 16, 80, "green") + citrus(24, 68, 11, "yellow")


def olives():
    bowl = turned(48, "M34 52C34 70 24 80 14 82L0 82", "teal") + ellipse(48, 52, 34, 9, "teal") + ellipse(48, 52, 30, 6.5, "teal_d")
    one = "".join(ball(x, y, 8.5, c, False) + circle(x - 2, y - 2, 2.5, "red") for x, y, c in ((30, 46, "green"), (64, 46, "green"), (47, 50, "leaf"), (40, 37, "leaf"), (56, 37, "green")))
    return ground(26, 85) + bowl + one


def hummus():
    bowl = turned(48, "M36 48C36 68 26 78 14 80L0 80", "violet")
    top = ellipse(48, 48, 36, 12, "violet_d") + ellipse(48, 47, 33, 10, "dough") + line("M28 47Q34 40 48 41T66 48Q58 54 46 52T40 46", "dough_d", 3.5)
    return ground(28, 83) + bowl + top + circle(50, 47, 3, "crust_d") + circle(58, 45, 2.5, "crust_d") + leaf(44, 49, 10, 70, "green")


def eggs():
    egg_ = ""
    for x, light, dark in ((25, "dough", "dough_d"), (48, "kraft", "kraft_d"), (71, "dough", "dough_d")):
        egg_ += path(f"M{x} 24C{x + 9} 24 {x + 12} 38 {x + 12} 46C{x + 12} 54 {x + 6} 58 {x} 58C{x - 6} 58 {x - 12} 54 {x - 12} 46C{x - 12} 38 {x - 9} 24 {x} 24Z", light)
        egg_ += path(f"M{x + 5} 26.500C{x + 10} 31 {x + 12} 40 {x + 12} 46C{x + 12} 54 {x + 6} 58 {x} 58C{x + 7} 52 {x + 8} 38 {x + 5} 26.500Z", dark)
    tray = path("M8 50Q14 50 17 56Q25 62 33 56Q36 50 37 56Q48 62 59 56Q60 50 63 56Q71 62 79 56Q82 50 88 50L84 74Q83 78 78 78L18 78Q13 78 12 74Z", "grey") + path("M60 57Q61 53 63 56Q71 62 79 56Q82 50 88 50L84 74Q83 78 78 78L56 78Z", "grey_d")
    return ground(38, 80) + egg_ + tray


def butter():
    block = path("M20 38L66 32L84 40L38 48Z", "yellow") + path("M20 38L38 48L38 68L20 58Z", "yellow_d") + path("M38 48L84 40L84 60L38 68Z", "yellow")
    foil = path("M52 45.600L84 40L84 60L52 65.600Z", "steel") + path("M52 45.600L66 32L84 40Z", "paper") + line("M52 46l5 10l-5 9", "steel_d", 2)
    dish = ellipse(50, 70, 40, 8, "blue_d") + ellipse(50, 68, 40, 8, "blue") + ellipse(50, 68, 32, 5, "blue_d")
    return ground(36, 80) + dish + block + foil


def yoghurt():
    swirl = ball(47, 62, 9, "red", False) + leaf(47, 54, 8, 50, "green") + leaf(46, 54, 8, -40, "green")
    return tub("sky", swirl, "steel")


def quark():
    return tub("rose", drop(50, "shine"), "paper")


def pasta():
    window = path("M32 44Q48 36 64 44L64 72Q48 78 32 72Z", "cream") + line("M38 48q4 5 0 10t0 10M48 46q4 5 0 10t0 12M58 48q4 5 0 10t0 10", "crust_d", 3.6)
    return pouch("blue", window)


def rice():
    grains = "".join(group(f"rotate({a} {x} {y})", ellipse(x, y, 2, 4, "dough_d")) for x, y, a in ((40, 52, 20), (50, 48, -30), (57, 56, 50), (44, 62, -60), (54, 66, 10), (38, 70, 70)))
    return pouch("green", path("M32 44Q48 36 64 44L64 72Q48 78 32 72Z", "cream") + grains)


def flour():
    return sack("cream", wheat(44, 46, 1.05), "crust_d")


def sugar():
    cubes = box(31, 56, 15, 15, 3, "shine") + box(45, 60, 14, 14, 3, "sky") + box(38, 44, 14, 14, 3, "milk")
    return sack("blue", cubes, "navy")


def coffee_bag():
    return sack("choc", circle(44, 56, 15, "kraft") + bean(40, 56, 1) + bean(50, 58, 0.8, -20), "coffee_d")


def coffee_bag_light():
    return sack("teal", circle(44, 56, 15, "cream") + bean(40, 56, 1) + bean(50, 58, 0.8, -20), "teal_d")


def jam():
    return jar("red", "yellow", "cream", ball(44, 61, 6, "red", False) + ball(54, 60, 6, "red", False) + leaf(49, 55, 8, 30, "green"))


def marmalade():
    return jar("orange", "green", "cream", citrus(48, 60, 11, "orange"))


def honey():
    comb = "M{0} {1}l6 3.500v7l-6 3.500l-6 -3.500v-7Z"
    return jar("yellow", "rye", "cream", path(comb.format(41, 53), "orange") + path(comb.format(55, 53), "yellow_d") + path(comb.format(48, 64), "orange"))


def peanut_butter():
    nut = ellipse(44, 57, 6.5, 6, "crust_d") + ellipse(52, 64, 7, 6.5, "crust_d") + line("M42 57h4M50 64h4", "rye", 1.8)
    return jar("crema", "red", "cream", nut)


def pesto():
    return jar("leaf", "slate", "cream", leaf(44, 70, 19, -22, "green") + leaf(51, 70, 19, 26, "leaf"))


def pickles():
    greens = ellipse(38, 60, 5, 14, "leaf") + ellipse(49, 61, 5, 14, "green") + ellipse(60, 60, 5, 14, "leaf") + line("M38 52v8M49 54v8", "lime", 2)
    return jar("lime", "yellow", "lime", greens)


def olive_oil():
    mark = ball(44, 64, 5, "leaf", False) + ball(52, 66, 5, "green", False) + leaf(48, 61, 8, 50, "green")
    return bottle("lime", "slate", "cream", mark)


def vinegar():
    return bottle("choc", "red", "cream", drop(55, "red_d"))


def ketchup():
    body = turned(48, "M8 26L12 34C20 40 21 46 21 54L19 80Q18 86 12 86L0 86", "red")
    nozzle = path("M44 10L52 10L57 27L39 27Z", "milk") + path("M49 10L52 10L57 27L51 27Z", "cream_d")
    fruit = ball(48, 62, 10, "red", False) + leaf(48, 53, 8, -70, "green") + leaf(48, 53, 8, 70, "green")
    return ground(23, 88) + nozzle + body + ellipse(48, 62, 14, 14, "cream") + fruit


def mustard():
    return jar("yellow", "red", "cream", "".join(circle(x, y, 2.6, "yellow_d") for x, y in ((42, 56), (50, 54), (56, 60), (46, 62), (52, 67), (41, 68))))


def tomato_tin():
    return tin("red", circle(48, 56, 12, "cream") + ball(48, 56, 9, "red", False) + leaf(48, 46, 10, -70, "green") + leaf(48, 46, 10, 70, "green"))


def bean_tin():
    beans = "".join(group(f"rotate({a} {x} {y})", ellipse(x, y, 6, 4, "cream")) for x, y, a in ((40, 52, 20), (54, 50, -30), (48, 61, 0), (37, 66, -40), (58, 65, 40)))
    return tin("teal", beans)


def fish_tin():
    body = path("M10 46L10 62Q10 74 24 74L72 74Q86 74 86 62L86 46Z", "blue_d") + box(10, 34, 76, 26, 13, "steel_d") + box(10, 31, 76, 26, 13, "steel") + box(15, 34, 66, 20, 10, "blue")
    fish = path("M26 44Q38 34 56 42L66 37L66 51L56 46Q38 54 26 44Z", "milk") + circle(34, 43, 1.6, "navy")
    return ground(36, 78) + body + fish


def spice():
    body = turned(48, "M16 36L16 80Q16 86 10 86L0 86", "orange") + turned(48, "M16 50L16 72L0 72", "cream")
    lid = box(30, 16, 36, 20, 5, "slate") + box(52, 16, 14, 20, 5, "slate_d") + "".join(circle(x, 22, 1.5, "steel") for x in (38, 44, 50))
    return ground(20, 88) + body + lid + leaf(48, 69, 15, 0, "red")


def cereal():
    bowl = turned(42, "M14 60C14 70 9 74 5 74L0 74", "blue") + ellipse(42, 60, 14, 4, "milk") + "".join(circle(x, y, 2.4, "crust_d") for x, y in ((36, 58), (42, 57), (48, 59), (40, 61)))
    return crate_box("orange", circle(42, 36, 9, "yellow") + bowl)


def tea_box():
    return crate_box("leaf", circle(42, 54, 14, "cream") + leaf(39, 63, 17, -18, "green") + leaf(44, 63, 17, 30, "leaf"))


def crackers():
    one = box(30, 42, 24, 24, 4, "crust") + "".join(circle(x, y, 1.5, "rye") for x in (36, 42, 48) for y in (48, 54, 60))
    return crate_box("violet", one)


def nuts():
    shells = ellipse(40, 56, 6, 8, "crust_d") + ellipse(53, 54, 5.5, 8, "rye") + ellipse(46, 68, 8, 5.5, "cocoa")
    return pouch("kraft", path("M32 44Q48 36 64 44L64 74Q48 80 32 74Z", "cream"), shells)


def noodles():
    bowl = turned(48, "M18 58C18 70 12 74 6 76L0 76", "milk") + line("M34 52q4 -6 8 0t8 0t8 0t6 0", "crust", 4) + line("M56 34L50 54M64 36L54 56", "rye_d", 2.4)
    return pouch("red", "", bowl)


def chocolate():
    wrapper = path("M22 40L74 40L74 82Q74 86 70 86L26 86Q22 86 22 82Z", "teal") + path("M58 40L74 40L74 82Q74 86 70 86L54 86Z", "teal_d")
    bar = path("M26 14Q26 10 30 10L66 10Q70 10 70 14L70 42L26 42Z", "choc") + box(30, 14, 16, 11, 2, "cocoa") + box(50, 14, 16, 11, 2, "cocoa") + box(30, 28, 16, 11, 2, "cocoa") + box(50, 28, 16, 11, 2, "cocoa")
    foil = path("M22 42l5 -4l6 4l6 -4l6 4l6 -4l6 4l6 -4l6 4l5 -4v6H22Z", "steel")
    return ground(28, 87) + bar + foil + wrapper + box(30, 54, 34, 18, 4, "cream") + leaf(47, 69, 12, 0, "choc")


def chocolate_milk():
    return chocolate().replace("#2b9a8f", "#9a78c2").replace("#1b7a72", "#7a59a3")


def sweets():
    def candy(x, y, s, fill, angle):
        ends = path("M-14 0L-27 -10Q-24 0 -27 10ZM14 0L27 -10Q24 0 27 10Z", fill + "_d")
        return group(f"translate({x} {y}) rotate({angle}) scale({s})", ends, ellipse(0, 0, 16, 12, fill), path("M3 -12Q16 -8 16 0T0 12Q12 2 3 -12Z", fill + "_d"), line("M-8 -6q3 -3 7 -3", "shine", 2.4, 0.6))
    return ground(32, 84) + candy(34, 34, 1, "red", -24) + candy(62, 54, 1, "yellow", 18) + candy(34, 71, 0.85, "teal", -8)


def lollipop():
    disc = ball(48, 36, 26, "rose", False) + line("M48 36c3 -5 10 -1 8 5c-3 8 -16 7 -19 -1c-3 -11 7 -19 17 -17c12 3 15 17 9 26", "milk", 4.5)
    return ground(12, 90) + line("M48 60V88", "steel_d", 5) + disc


def liquorice():
    coil = line("M48 50c3 -4 9 0 7 5c-3 8 -15 7 -17 -1c-3 -11 7 -18 17 -16c13 3 17 18 10 28c-9 13 -30 12 -38 -1c-9 -15 -1 -36 19 -39", "slate_d", 6.5)
    return ground(28, 86) + coil + line("M30 34c4 -6 9 -9 15 -10M37 46c1 -3 4 -6 8 -7", "grey", 2, 0.8)


def gum():
    sticks = turn(-8, box(30, 14, 10, 40, 3, "rose")) + turn(2, box(43, 10, 10, 44, 3, "mint")) + turn(10, box(55, 14, 10, 40, 3, "rose"))
    pack = path("M22 40L74 40L72 82Q72 86 68 86L28 86Q24 86 24 82Z", "blue") + path("M60 40L74 40L72 82Q72 86 68 86L56 86Z", "blue_d")
    return ground(27, 88) + sticks + pack + leaf(47, 74, 20, -20, "mint") + leaf(49, 74, 20, 24, "sky")


def ice_cream():
    cone = path("M30 46L66 46L50 88Q48 91 46 88Z", "crust") + path("M54 46L66 46L50 88Q49 90 48 90Z", "crust_d") + line("M36 60L58 48M41 72L62 58M38 48L55 68M52 48L60 58", "crust_d", 2)
    return cone + ball(37, 38, 14, "rose") + ball(60, 38, 14, "mint") + ball(48, 24, 15, "yellow") + path("M27 44q10 8 21 2q12 7 21 -2q2 10 -6 8q-5 4 -9 -1q-6 6 -11 0q-5 4 -9 0q-8 1 -7 -7Z", "rose")


def ice_lolly():
    body = path("M30 34Q30 10 48 10Q66 10 66 34L66 64Q66 68 62 68L34 68Q30 68 30 64Z", "red") + path("M30 48L66 48L66 64Q66 68 62 68L34 68Q30 68 30 64Z", "yellow") + path("M54 11Q66 15 66 34L66 48L54 48Z", "red_d") + path("M54 48L66 48L66 64Q66 68 62 68L54 68Z", "yellow_d")
    return box(43, 66, 10, 24, 4, "wood") + box(48, 66, 5, 24, 2, "wood_d") + body + line("M38 24v22", "shine", 4, 0.45)


def biscuits():
    roll_ = ball(40, 44, 18, "crust", False) + "".join(circle(x, y, 1.5, "rye") for x, y in ((34, 38), (44, 36), (48, 46), (38, 50)))
    return pouch("cream", "", group("translate(8 12)", roll_))


def crisps():
    one = path("M34 54Q46 40 64 50Q60 68 44 72Q34 68 34 54Z", "yellow") + path("M64 50Q60 68 44 72Q40 70 37 66Q56 64 64 50Z", "yellow_d")
    return pouch("red", "", one)


def popcorn():
    tops = "".join(circle(x, y, r, c) for x, y, r, c in ((32, 34, 9, "milk"), (64, 34, 9, "foam"), (48, 26, 10, "milk"), (40, 40, 9, "foam"), (56, 40, 9, "milk"), (37, 24, 6, "foam"), (60, 23, 6, "milk")))
    corn = "".join(circle(x, y, 2.2, "yellow") for x, y in ((34, 34), (50, 27), (62, 34), (44, 40), (56, 40)))
    tub_ = path("M22 42L74 42L68 84Q68 87 64 87L32 87Q28 87 28 84Z", "milk") + path("M22 42L34 42L37 87L32 87Q28 87 28 84ZM44 42L52 42L51.5 87L44.5 87ZM62 42L74 42L68 84Q68 87 64 87L59 87Z", "red") + path("M68 42L74 42L68 84Q68 87 64 87L62 87Z", "red_d")
    return ground(24, 89) + tops + corn + tub_


def sprinkles():
    dots = "".join(group(f"rotate({a} {x} {y})", box(x - 4, y - 1.4, 8, 2.8, 1.4, "choc")) for x, y, a in ((32, 48, 20), (44, 44, -40), (52, 54, 60), (36, 60, -20), (48, 66, 10), (32, 70, 70), (54, 72, -30)))
    return crate_box("yellow", box(26, 38, 32, 40, 5, "cream") + dots)


def pralines():
    lid = path("M12 34L62 20L86 28L36 44Z", "rose") + path("M12 34L36 44L36 50L12 40Z", "rose_d")
    tray = path("M12 50L36 60L36 78L12 66Z", "red_d") + path("M36 60L86 42L86 60L36 78Z", "red") + path("M12 50L62 34L86 42L36 60Z", "cream_d")
    drops = "".join(ellipse(x, y, 7, 4.5, "choc") + ellipse(x - 1, y - 1.5, 4, 2, "cocoa") for x, y in ((34, 51), (50, 46), (64, 41)))
    return ground(38, 80) + tray + drops + group("translate(2 -8)", lid) + line("M27 22.500l22 12", "milk", 3)


DRAWINGS = {
    "water": water, "sparkling-water": sparkling_water, "cola": cola, "orange-can": orange_can, "lemon-can": lemon_can,
    "iced-tea-can": iced_tea_can, "energy-can": energy_can, "tonic-can": tonic_can, "juice-bottle": juice_bottle,
    "apple-juice": apple_juice, "juice-carton": juice_carton, "milk": milk, "oat-milk": oat_milk,
    "buttermilk": buttermilk, "beer": beer, "red-wine": red_wine, "white-wine": white_wine, "kombucha": kombucha,
    "syrup": syrup, "shot": shot, "cheese-wedge": cheese_wedge, "cheese-wheel": cheese_wheel, "brie": brie,
    "blue-cheese": blue_cheese, "feta": feta, "goat-cheese": goat_cheese, "ham": ham, "salami": salami,
    "sausage": sausage, "bacon": bacon, "salmon": salmon, "olives": olives, "hummus": hummus, "eggs": eggs,
    "butter": butter, "yoghurt": yoghurt, "quark": quark, "pasta": pasta, "rice": rice, "flour": flour, "sugar": sugar,
    "coffee-bag": coffee_bag, "coffee-bag-light": coffee_bag_light, "jam": jam, "marmalade": marmalade, "honey": honey,
    "peanut-butter": peanut_butter, "pesto": pesto, "pickles": pickles, "olive-oil": olive_oil, "vinegar": vinegar,
    "ketchup": ketchup, "mustard": mustard, "tomato-tin": tomato_tin, "bean-tin": bean_tin, "fish-tin": fish_tin,
    "spice": spice, "cereal": cereal, "tea-box": tea_box, "crackers": crackers, "nuts": nuts, "noodles": noodles,
    "chocolate": chocolate, "chocolate-milk": chocolate_milk, "sweets": sweets, "lollipop": lollipop,
    "liquorice": liquorice, "gum": gum, "ice-cream": ice_cream, "ice-lolly": ice_lolly, "biscuits": biscuits,
    "crisps": crisps, "popcorn": popcorn, "sprinkles": sprinkles, "pralines": pralines,
}
