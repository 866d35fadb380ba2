"""Bread, pastry, cake and what is put together at the counter."""

from .cafe import whipped
from .pen import at, ball, box, circle, ellipse, ground, group, leaf, line, path, turn, turned


def croissant():
    whole = path("M10 66C8 44 24 24 48 24C72 24 88 44 86 66C86 73 77 75 73 69C68 59 60 54 48 54C36 54 28 59 23 69C19 75 10 73 10 66Z", "crust")
    shade = path("M10 66C10 71 16 75 21 72C27 59 36 49 48 49C60 49 69 59 75 72C80 75 86 72 86 66C86 73 77 75 73 69C68 59 60 54 48 54C36 54 28 59 23 69C19 75 10 73 10 66Z", "crust_d")
    folds = line("M36 27C40 35 42 44 41 54M60 27C56 35 54 44 55 54M22 38C29 43 33 50 32 58M74 38C67 43 63 50 64 58", "crust_d", 3)
    light = line("M29 35Q37 29 45 29", "crust_l", 3.6) + line("M18 48q2 -5 5 -8", "crust_l", 3)
    return ground(37, 77) + whole + shade + folds + light


def pain_au_chocolat():
    body = path("M16 44Q16 30 32 30L66 30Q82 30 82 44L82 64Q82 74 70 74L28 74Q16 74 16 64Z", "crust")
    shade = path("M16 62Q30 68 48 68T82 62L82 64Q82 74 70 74L28 74Q16 74 16 64Z", "crust_d")
    folds = line("M36 32Q31 50 36 70M62 32Q67 50 62 70", "crust_d", 3) + line("M41 37q8 -2 15 0M42 45q7 -1.5 13 0", "crust_l", 3)
    choc = ellipse(17, 51, 3.5, 5, "choc") + ellipse(17, 63, 3.5, 4.5, "choc") + ellipse(81.5, 51, 3.5, 5, "choc_d") + ellipse(81.5, 63, 3.5, 4.5, "choc_d")
    return ground(36, 77) + body + shade + folds + choc


def loaf(fill, cut):
    body = path("M10 56C6 40 16 30 34 30L62 30C80 30 90 40 86 56L84 70Q83 76 76 76L20 76Q13 76 12 70Z", fill)
    shade = path("M11 64Q48 74 85 64L84 70Q83 76 76 76L20 76Q13 76 12 70Z", fill + "_d")
    cuts = line("M28 36q7 6 6 16M46 34q7 7 6 18M64 35q7 6 6 16", cut, 4.5)
    return ground(38, 78) + body + shade + cuts


def sourdough():
    return loaf("crust", "dough")


def rye_loaf():
    seeds = "".join(ellipse(x, y, 2, 1.2, "dough") for x, y in ((22, 48), (40, 56), (58, 48), (74, 54), (56, 60), (26, 60), (42, 42), (78, 44)))
    return loaf("rye", "rye_d") + seeds


def tin_loaf(fill, crumb):
    back = path("M34 36Q32 22 46 24L78 26Q92 28 88 42L86 70Q86 76 80 76L40 76Z", fill)
    side = path("M86 52L86 70Q86 76 80 76L40 76L44 66Z", fill + "_d")
    slice_ = path("M8 44C4 30 14 24 29 24C44 24 54 30 50 44L49 71Q49 76 44 76L14 76Q9 76 9 71Z", fill + "_d")
    inner = path("M13 44C9 34 17 28.5 29 28.500C41 28.5 49 34 45 44L44.5 69Q44.5 72 41 72L17 72Q13.5 72 13.5 69Z", crumb)
    holes = ellipse(23, 44, 3, 2, crumb + "_d") + ellipse(35, 51, 2.5, 1.8, crumb + "_d") + ellipse(26, 60, 2.2, 1.6, crumb + "_d") + ellipse(36, 38, 2, 1.4, crumb + "_d")
    return ground(40, 78) + back + side + slice_ + inner + holes


def white_bread():
    return tin_loaf("crust", "dough")


def brown_bread():
    return tin_loaf("rye", "kraft")


def baguette():
    body = path("M8 50C8 40 18 39 26 39L74 39C84 39 90 42 90 49C90 57 82 59 72 59L24 59C14 59 8 58 8 50Z", "crust")
    shade = path("M8.5 53Q48 58 89.5 51C88 57.5 81 59 72 59L24 59C15 59 9 58 8.5 53Z", "crust_d")
    cuts = line("M22 52L32 43M38 53L48 43M54 53L64 43M70 52L79 44", "dough", 4.5)
    return ground(30, 82) + group("translate(48 47) rotate(-34) scale(1.14 1.5) translate(-49 -49)", body, shade, cuts)


def roll():
    body = path("M12 60C12 40 28 30 48 30C68 30 84 40 84 60C84 70 76 75 66 75L30 75C20 75 12 70 12 60Z", "crust")
    shade = path("M13 64Q48 76 83.5 63C82 71 75 75 66 75L30 75C21 75 14 71 13 64Z", "crust_d")
    cut = path("M20 52Q47 34 76 50Q48 46 20 52Z", "dough")
    return ground(36, 77) + body + shade + cut + line("M26 41q7 -5 14 -6", "crust_l", 3)


def seeds(points, fill="cream"):
    return "".join(group(f"rotate({angle} {x} {y})", ellipse(x, y, 2.6, 1.5, fill)) for x, y, angle in points)


def seeded_roll():
    body = path("M12 60C12 40 28 28 48 28C68 28 84 40 84 60C84 70 76 75 66 75L30 75C20 75 12 70 12 60Z", "rye")
    shade = path("M13 64Q48 76 83.5 63C82 71 75 75 66 75L30 75C21 75 14 71 13 64Z", "rye_d")
    points = ((30, 44, 20), (42, 36, -30), (54, 40, 40), (66, 42, -10), (38, 52, 60), (50, 50, 0), (62, 54, 30), (74, 54, -40), (25, 55, -20), (44, 61, 15))
    return ground(36, 77) + body + shade + seeds(points)


def bagel():
    ring = ball(48, 49, 35, "crust", False) + line("M23 40Q29 26 44 23", "crust_l", 4)
    hole = ellipse(48, 49, 11, 10, "crust_d") + ellipse(48.5, 50.5, 8.5, 7.5, "choc_d", 0.55)
    points = ((34, 34, 20), (48, 28, -30), (62, 34, 40), (28, 48, 0), (68, 48, 70), (33, 63, -30), (50, 70, 10), (64, 62, 30), (58, 76, 60), (42, 75, -40), (75, 58, 20), (23, 57, 50))
    return ellipse(48, 85, 28, 4, "black", 0.12) + ring + hole + seeds(points)


def pretzel():
    rope = "M34 74C22 66 10 54 14 40C18 26 36 24 44 38C52 52 56 66 70 74M62 74C74 66 86 54 82 40C78 26 60 24 52 38C44 52 40 66 26 74"
    salt = "".join(circle(x, y, 1.5, "milk") for x, y in ((18, 40), (28, 31), (40, 38), (48, 48), (57, 36), (70, 31), (79, 42), (72, 60), (24, 60), (38, 62), (58, 62)))
    return ground(32, 83) + line(rope, "rye_d", 12) + line(rope, "rye", 8.5) + salt


def focaccia():
    body = path("M12 46Q12 36 24 36L74 36Q86 36 86 46L86 66Q86 74 76 74L22 74Q12 74 12 66Z", "crust_d")
    top = path("M12 46Q12 32 26 32L72 32Q86 32 86 46L86 56Q86 64 76 64L22 64Q12 64 12 56Z", "crust") + ellipse(40, 40, 14, 3, "crust_l")
    tomatoes = ball(28, 50, 6, "red") + ball(66, 47, 6, "red") + ball(50, 56, 4.5, "red")
    herb = leaf(40, 53, 11, 70) + leaf(58, 53, 10, -60) + leaf(74, 59, 10, 80) + leaf(22, 42, 9, 40)
    return ground(37, 77) + body + top + tomatoes + herb


def muffin(top, spots, icing=""):
    paper = turned(48, "M26 50L20 80Q19.5 84 16 84L0 84", "teal")
    pleats = line("M32 56l3 25M42 57l1 25M54 57l-1 25M64 56l-3 25", "teal_d", 2)
    dome = path("M18 52C12 44 20 38 24 36C26 22 40 18 48 18C56 18 70 22 72 36C76 38 84 44 78 52C74 59 22 59 18 52Z", top)
    shade = path("M60 21C68 25 71 30 72 36C76 38 84 44 78 52C76 57 62 58 48 57.500C64 54 70 38 60 21Z", top + "_d")
    return ground(25, 86) + paper + pleats + dome + shade + icing + spots


def muffin_blueberry():
    return muffin("crust", ball(36, 34, 5, "navy") + ball(54, 29, 5, "navy") + ball(46, 46, 5, "navy") + ball(64, 44, 4.5, "navy") + ball(28, 47, 4, "navy"))


def muffin_chocolate():
    chips = "".join(box(x, y, 7, 5.5, 2, "crema") for x, y in ((34, 28), (50, 25), (42, 40), (58, 38), (26, 43), (48, 50)))
    return muffin("choc", chips)


def cupcake():
    paper = turned(48, "M24 56L18 82Q17.5 86 14 86L0 86", "violet")
    pleats = line("M33 60l3 23M43 61l1 23M53 61l-1 23M63 60l-3 23", "violet_d", 2)
    cream = path("M20 56C14 48 22 42 27 42C25 34 32 30 36 30C36 22 43 18 48 14C53 18 60 22 60 30C64 30 71 34 69 42C74 42 82 48 76 56C70 62 26 62 20 56Z", "rose")
    shade = path("M54 19C58 22 60 25 60 30C64 30 71 34 69 42C74 42 82 48 76 56C72 60 60 61 48 60.500C66 56 66 34 54 19Z", "rose_d")
    swirl = line("M30 43q18 6 34 -2M37 31q10 4 20 0", "rose_d", 2, 0.7)
    return ground(23, 88) + paper + pleats + cream + shade + swirl + ball(48, 14, 6, "red") + line("M49 9q1 -5 5 -6", "leaf_d", 2)


def cookie():
    body = ball(48, 50, 33, "crust", False)
    chips = "".join(ball(x, y, r, "choc", False) for x, y, r in ((36, 36, 5), (54, 33, 4), (66, 48, 5), (48, 52, 5.5), (31, 55, 4.5), (42, 69, 4.5), (60, 66, 5)))
    return ellipse(48, 85, 27, 4, "black", 0.12) + body + line("M23 43q5 -12 15 -17", "crust_l", 3.5) + chips


def stroopwafel():
    grid = line("M28 30l40 40M40 22l34 34M22 42l34 34M68 30L28 70M56 22L22 56M74 42L40 76", "rye_d", 2.2, 0.8)
    return ellipse(48, 85, 28, 4, "black", 0.12) + circle(48, 52, 34, "rye_d") + circle(48, 49, 34, "crema_d") + circle(48, 47, 33, "crust") + circle(48, 47, 27.5, "crust_d", 0.35) + grid


def brownie():
    top = path("M14 46L50 30L84 42L48 60Z", "choc") + path("M14 46L48 60L48 80L14 66Z", "choc_d") + path("M84 42L48 60L48 80L84 62Z", "coffee_d")
    nuts = path("M36 44q6 -6 10 -1q-2 6 -10 1ZM54 42q7 -4 9 1q-4 5 -9 -1ZM46 52q6 -4 9 0q-4 5 -9 0Z", "crust_l")
    crumb = line("M22 56l5 2M34 66l6 2.500M60 66l6 -3M72 57l4 -2", "cocoa", 2.6)
    return ground(36, 80) + top + nuts + crumb


def cinnamon_roll():
    body = ball(48, 50, 34, "crust", False)
    spiral = line("M48 50c4 -5 11 0 9 7c-3 8 -16 8 -20 0c-5 -11 5 -21 16 -20c14 1 21 15 16 27", "rye", 5.5)
    outer = line("M69 64c-8 14 -29 17 -40 5c-9 -10 -9 -26 0 -36", "rye", 5)
    icing = line("M30 36q9 10 20 5M58 34q4 10 14 11M34 62q9 -3 13 6", "milk", 5)
    return ellipse(48, 86, 27, 4, "black", 0.12) + body + outer + spiral + icing


def donut():
    ring = ball(48, 50, 35, "crust", False)
    icing = path("M17 47C18 30 32 19 48 19C65 19 79 31 79 48C79 58 73 57 70 64C66 72 60 67 53 73C46 78 40 70 33 70C26 69 25 61 20 58C17 56 17 52 17 47Z", "rose")
    shade = path("M66 25C74 30 79 38 79 48C79 58 73 57 70 64C66 72 60 67 53 73C50 75 47 74 44 73C62 70 74 50 66 25Z", "rose_d")
    hole = circle(48, 48, 11.5, "crust_d") + circle(48.5, 49.5, 9, "choc_d", 0.5)
    colours = ("yellow", "teal", "milk", "violet", "yellow", "milk", "teal", "violet", "milk")
    spots = ((30, 36, 40), (44, 27, -20), (58, 30, 60), (69, 42, 10), (66, 57, -50), (52, 66, 30), (36, 62, 80), (26, 50, -30), (38, 33, 10))
    sprinkles = "".join(group(f"rotate({a} {x} {y})", box(x - 3, y - 1.2, 6, 2.4, 1.2, c)) for (x, y, a), c in zip(spots, colours))
    return ellipse(48, 86, 27, 4, "black", 0.12) + ring + icing + shade + hole + sprinkles


def slice_of(layers, crust="crust", topping=""):
    """A wedge of cake from the side: `layers` from top to bottom as (height, colour)."""
    top = path("M12 46L66 24Q84 30 86 44L86 46L12 46Z", layers[0][1])
    y, parts = 46, []
    for height, fill in layers:
        parts.append(path(f"M12 {y}L86 {y}L86 {y + height}L12 {y + height}Z", fill))
        parts.append(path(f"M64 {y}L86 {y}L86 {y + height}L64 {y + height}Z", fill + "_d"))
        y += height
    base = path(f"M11 {y}L87 {y}L86 {y + 6}Q86 {y + 8} 84 {y + 8}L15 {y + 8}Q12 {y + 8} 12 {y + 6}Z", crust + "_d")
    return ground(38, y + 9) + top + "".join(parts) + base + topping


def apple_pie():
    lattice = path("M12 46L66 24Q84 30 86 44L86 46Z", "crust") + line("M24 44l46 -17M40 45l38 -13M36 36l24 9M50 30l30 13", "crust_l", 3.2)
    bits = ball(26, 58, 5, "green", False) + ball(44, 60, 5, "yellow", False) + ball(58, 57, 4.5, "green", False)
    return slice_of([(6, "crust"), (20, "yellow")], "crust", lattice + bits)


def cheesecake():
    berries = ball(58, 32, 6, "red") + ball(68, 35, 5, "red") + leaf(63, 30, 9, 40, "green")
    sauce = path("M30 46q1 10 5 10t4 -10q2 6 5 6t4 -6Z", "red")
    return slice_of([(27, "dough")], "rye", path("M12 46L66 24Q84 30 86 44L86 46Z", "cream") + sauce + berries)


def carrot_cake():
    carrot = path("M56 38q10 -6 13 -2q-1 5 -13 2Z", "orange") + leaf(68, 35, 8, 60, "green") + leaf(68, 34, 8, 20, "green")
    nuts = "".join(circle(x, y, 1.8, "choc") for x, y in ((22, 56), (36, 60), (50, 55), (30, 74), (46, 76), (58, 72)))
    return slice_of([(5, "cream"), (12, "crema"), (5, "cream"), (12, "crema")], "crema", path("M12 46L66 24Q84 30 86 44L86 46Z", "cream") + nuts + carrot)


def chocolate_cake():
    top = path("M12 46L66 24Q84 30 86 44L86 46Z", "choc") + ball(66, 27, 6, "red") + line("M67 22q1 -4 5 -5", "leaf_d", 2)
    return slice_of([(5, "coffee"), (11, "choc"), (4, "cream"), (13, "choc")], "coffee", top)


def scone():
    lower = path("M16 60L80 60Q82 76 70 76L26 76Q14 76 16 60Z", "crust")
    jam = path("M14 58Q14 52 24 52L72 52Q82 52 82 58Q78 66 72 61Q66 68 58 62Q50 68 40 62Q30 68 26 62Q18 66 14 58Z", "red")
    cream = path("M18 54Q20 46 34 46L64 46Q78 46 78 54Z", "milk")
    upper = path("M18 48C18 34 32 28 48 28C64 28 78 34 78 48Q78 52 72 52L24 52Q18 52 18 48Z", "crust") + path("M64 31C73 34 78 40 78 48Q78 52 72 52L48 52Q68 48 64 31Z", "crust_d")
    raisins = circle(36, 38, 2, "choc") + circle(50, 36, 2, "choc") + circle(44, 45, 2, "choc") + circle(58, 43, 2, "choc")
    return ground(33, 78) + lower + path("M62 60L80 60Q82 76 70 76L56 76Z", "crust_d") + cream + jam + upper + raisins


def macarons():
    def one(x, y, fill):
        shell = path(f"M{x - 19} {y}C{x - 19} {y - 15} {x + 19} {y - 15} {x + 19} {y}Z", fill) + path(f"M{x + 8} {y - 10.5}C{x + 15} {y - 8.5} {x + 19} {y - 5} {x + 19} {y}L{x + 6} {y}Z", fill + "_d")
        under = path(f"M{x - 19} {y + 6}Q{x - 18} {y + 15} {x - 8} {y + 15}L{x + 8} {y + 15}Q{x + 18} {y + 15} {x + 19} {y + 6}Z", fill + "_d")
        return under + box(x - 17, y, 34, 7, 3, "milk") + shell
    return ground(36, 84) + one(28, 67, "green") + one(68, 67, "rose") + one(48, 43, "yellow")


def pancakes():
    stack = "".join(box(16, y, 64, 12, 6, "crust") + box(46, y, 34, 12, 6, "crust_d") + box(18, y + 3, 60, 4, 2, "dough") for y in (66, 55, 44))
    syrup = path("M20 44Q20 36 48 36T76 44Q72 48 68 46L68 58Q65 62 62 58L62 47L40 48L40 64Q36 68 33 64L33 47Q24 48 20 44Z", "cocoa")
    butter = path("M38 36L50 31L60 35L48 41Z", "yellow") + path("M38 36L48 41L48 45L38 40Z", "yellow_d") + path("M60 35L48 41L48 45L60 39Z", "yellow_d")
    return ground(42, 84) + ellipse(48, 80, 42, 5, "paper_d") + ellipse(48, 78, 42, 5, "paper") + stack + syrup + butter


def quiche():
    bits = leaf(30, 60, 9, 80, "green") + ball(44, 60, 4, "red", False) + leaf(60, 62, 9, -70, "green") + box(26, 66, 6, 5, 2, "meat") + box(50, 66, 6, 5, 2, "meat")
    top = path("M12 46L66 24Q84 30 86 44L86 46Z", "yellow") + ellipse(54, 39, 8, 2.6, "crust", 0.8) + ellipse(70, 36, 5, 2, "crust", 0.8) + path("M66 24Q84 30 86 44L86 48L91 46Q90 28 70 20Z", "crust")
    return slice_of([(5, "yellow"), (21, "dough")], "crust", top + bits)


def creme_brulee():
    dish = turned(48, "M36 48L34 66Q33 76 22 76L0 76", "paper") + line("M20 54l2 17M32 57l1 18M44 58l0 18M56 58l-1 18M68 56l-2 17", "paper_d", 2.2)
    top = ellipse(48, 48, 36, 13, "paper_d") + ellipse(48, 47, 32, 10.5, "yellow") + ellipse(48, 46.5, 29, 9, "crema")
    caramel = path("M24 45q10 -7 20 -4q-4 7 -14 8q-6 0 -6 -4ZM50 49q10 -6 20 -3q-3 6 -12 7q-8 0 -8 -4Z", "cocoa", 0.8) + path("M48 41q7 -2 12 0q-4 3 -9 3Z", "crust_l")
    return ground(34, 79) + dish + top + caramel


def egg_tart():
    case = turned(48, "M34 50L26 74Q25 78 20 78L0 78", "crust") + line("M22 56l5 20M34 60l3 17M48 61l0 17M62 60l-3 17", "crust_d", 2.2)
    top = ellipse(48, 50, 35, 13, "crust_l") + ellipse(48, 50, 29, 9.8, "yellow_d") + ellipse(48, 49.5, 28, 9, "yellow")
    return ground(27, 80) + case + top + ellipse(40, 48, 7, 2.4, "rye", 0.75) + ellipse(58, 52, 6, 2, "rye", 0.75) + ellipse(53, 46, 4, 1.4, "rye", 0.6)


def sandwich():
    back = path("M14 36Q12 30 20 30L76 30Q84 30 82 36L79 46L17 46Z", "crust") + path("M17 36Q17 34 20 34L76 34Q79 34 79 36L78 44L18 44Z", "dough")
    salad = path("M10 48q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 8 1q-2 8 -8 6L16 55q-7 1 -6 -7Z", "green")
    ham = path("M14 54L84 54Q86 60 78 61Q62 58 48 61Q34 64 20 61Q12 60 14 54Z", "meat")
    cheese = path("M16 60L80 60L66 69L54 63L20 64Z", "yellow")
    lower = path("M15 64L81 64L80 74Q80 78 74 78L22 78Q16 78 16 74Z", "crust") + path("M60 64L81 64L80 74Q80 78 74 78L58 78Z", "crust_d")
    return ground(36, 80) + back + lower + cheese + ham + salad


def toastie():
    toast = path("M14 34Q12 22 26 22L70 22Q84 22 82 34L80 72Q80 78 74 78L22 78Q16 78 16 72Z", "crust")
    edge = path("M16 68L80 68L80 72Q80 78 74 78L22 78Q16 78 16 72Z", "crust_d")
    marks = line("M28 34L48 54M40 30L68 58M56 30L72 46M26 48L42 64", "rye_d", 4, 0.75)
    melt = path("M18 66Q48 60 78 66L78 72q-4 10 -8 0q-4 4 -8 0q-5 12 -10 1q-6 4 -11 0q-4 8 -9 0q-6 4 -14 -1Z", "yellow")
    return ground(34, 84) + toast + edge + melt + marks


def wrap():
    inside = path("M24 30Q38 12 62 20L66 40L30 46Z", "green") + ball(42, 28, 7, "red") + leaf(56, 36, 18, 10, "green") + leaf(34, 38, 16, -20) + box(50, 26, 10, 10, 3, "yellow")
    roll_ = path("M20 34Q42 44 68 30L64 80Q60 88 44 88Q30 88 28 80Z", "dough") + path("M52 38Q60 36 68 30L64 80Q61 87 48 88Z", "dough_d")
    spots = ellipse(34, 52, 4, 2.5, "crust", 0.6) + ellipse(45, 46, 3, 2, "crust", 0.6) + ellipse(58, 48, 3.5, 2, "crust", 0.6)
    paper = path("M25 62Q44 70 66 58L64 80Q60 88 44 88Q30 88 28 80Z", "mint") + path("M50 66.500Q58 64 66 58L64 80Q61 87 48 88Z", "mint_d")
    return group("rotate(14 48 50)", inside, roll_, spots, paper)


def salad_bowl():
    heap = leaf(24, 50, 26, -30, "green") + leaf(40, 50, 34, -8, "leaf") + leaf(58, 50, 34, 14, "green") + leaf(72, 50, 26, 34, "leaf") + ball(34, 42, 7.5, "red") + ball(64, 43, 6.5, "red")
    egg = ellipse(50, 41, 8, 8.5, "milk") + circle(50, 42, 4.2, "yellow") + box(40, 33, 8, 8, 2, "cream")
    bowl = turned(48, "M38 48C38 68 24 80 14 80L0 80", "blue")
    return ground(28, 83) + heap + egg + bowl + box(9, 45, 78, 7, 3.5, "blue") + box(58, 45, 29, 7, 3.5, "blue_d")


def soup():
    bowl = turned(48, "M36 46C36 66 24 78 14 80L0 80", "orange")
    top = ellipse(48, 46, 36, 10, "orange") + ellipse(48, 46, 32.5, 8, "orange_d") + ellipse(48, 47, 31, 7, "red")
    swirl = line("M32 47q8 -5 15 -1t14 -1", "cream", 2.8) + leaf(58, 50, 10, 60, "green") + leaf(60, 49, 8, 10, "green")
    steam_ = line("M40 32c-4 -5 4 -8 0 -14M54 30c-4 -5 4 -8 0 -14", "grey", 2.8, 0.55)
    return ground(30, 83) + steam_ + bowl + top + swirl


def waffle():
    body = box(16, 24, 64, 56, 12, "crust_d") + box(16, 22, 64, 54, 12, "crust")
    wells = "".join(box(x, y, 13, 11, 3, "crust_d") + box(x + 1.5, y + 3, 10, 8, 2.5, "crust_l") for y in (28, 43, 58) for x in (23, 41.5, 60))
    return ground(34, 82) + body + wells + at(48, 36, 0.55, whipped(60)) + ball(64, 39, 6, "red") + leaf(64, 33, 7, 30, "green")


DRAWINGS = {
    "croissant": croissant, "pain-au-chocolat": pain_au_chocolat, "sourdough": sourdough, "rye-loaf": rye_loaf,
    "white-bread": white_bread, "brown-bread": brown_bread, "baguette": baguette, "roll": roll, "seeded-roll": seeded_roll,
    "bagel": bagel, "pretzel": pretzel, "focaccia": focaccia, "muffin-blueberry": muffin_blueberry,
    "muffin-chocolate": muffin_chocolate, "cupcake": cupcake, "cookie": cookie, "stroopwafel": stroopwafel,
    "brownie": brownie, "cinnamon-roll": cinnamon_roll, "donut": donut, "apple-pie": apple_pie, "cheesecake": cheesecake,
    "carrot-cake": carrot_cake, "chocolate-cake": chocolate_cake, "scone": scone, "macarons": macarons,
    "pancakes": pancakes, "quiche": quiche, "creme-brulee": creme_brulee, "egg-tart": egg_tart, "sandwich": sandwich,
    "toastie": toastie, "wrap": wrap, "salad-bowl": salad_bowl, "soup": soup, "waffle": waffle,
}
