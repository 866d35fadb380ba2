"""Pastry, cake and biscuits."""

from .marks import whipped
from .pen import at, ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, turned


@drawing
def croissant():
    whole = path(
        "M10 66C8 44 24 24 48 24C72 24 88 44 86 66C86 73 77 75 73 69C68 59 60 54 48 54C36 54 28 59 23 69C19 75 10 73 10 66Z",
        "crust",
    )
    shade = path(
        "M10 66C10 71 16 75 21 72C27 59 36 49 48 49C60 49 69 59 75 72C80 75 86 72 86 66C86 73 77 75 73 69C68 59 60 54 48 54C36 54 28 59 23 69C19 75 10 73 10 66Z",
        "crust_d",
    )
    folds = line(
        "M36 27C40 35 42 44 41 54M60 27C56 35 54 44 55 54M22 38C29 43 33 50 32 58M74 38C67 43 63 50 64 58", "crust_d", 3
    )
    light = line("M29 35Q37 29 45 29", "crust_l", 3.6) + line("M18 48q2 -5 5 -8", "crust_l", 3)
    return ground(37, 77) + whole + shade + folds + light


@drawing
def pain_au_chocolat():
    body = path("M16 44Q16 30 32 30L66 30Q82 30 82 44L82 64Q82 74 70 74L28 74Q16 74 16 64Z", "crust")
    shade = path("M16 62Q30 68 48 68T82 62L82 64Q82 74 70 74L28 74Q16 74 16 64Z", "crust_d")
    folds = line("M36 32Q31 50 36 70M62 32Q67 50 62 70", "crust_d", 3) + line(
        "M41 37q8 -2 15 0M42 45q7 -1.5 13 0", "crust_l", 3
    )
    choc = (
        ellipse(17, 51, 3.5, 5, "choc")
        + ellipse(17, 63, 3.5, 4.5, "choc")
        + ellipse(81.5, 51, 3.5, 5, "choc_d")
        + ellipse(81.5, 63, 3.5, 4.5, "choc_d")
    )
    return ground(36, 77) + body + shade + folds + choc


def muffin(top, spots, icing=""):
    paper = turned(48, "M26 50L20 80Q19.5 84 16 84L0 84", "teal")
    pleats = line("M32 56l3 25M42 57l1 25M54 57l-1 25M64 56l-3 25", "teal_d", 2)
    dome = path(
        "M18 52C12 44 20 38 24 36C26 22 40 18 48 18C56 18 70 22 72 36C76 38 84 44 78 52C74 59 22 59 18 52Z", top
    )
    shade = path("M60 21C68 25 71 30 72 36C76 38 84 44 78 52C76 57 62 58 48 57.5C64 54 70 38 60 21Z", top + "_d")
    return ground(25, 86) + paper + pleats + dome + shade + icing + spots


@drawing
def muffin_blueberry():
    return muffin(
        "crust",
        ball(36, 34, 5, "navy")
        + ball(54, 29, 5, "navy")
        + ball(46, 46, 5, "navy")
        + ball(64, 44, 4.5, "navy")
        + ball(28, 47, 4, "navy"),
    )


@drawing
def muffin_chocolate():
    chips = "".join(
        box(x, y, 7, 5.5, 2, "crema") for x, y in ((34, 28), (50, 25), (42, 40), (58, 38), (26, 43), (48, 50))
    )
    return muffin("choc", chips)


@drawing
def cupcake():
    paper = turned(48, "M24 56L18 82Q17.5 86 14 86L0 86", "violet")
    pleats = line("M33 60l3 23M43 61l1 23M53 61l-1 23M63 60l-3 23", "violet_d", 2)
    cream = path(
        "M20 56C14 48 22 42 27 42C25 34 32 30 36 30C36 22 43 18 48 14C53 18 60 22 60 30C64 30 71 34 69 42C74 42 82 48 76 56C70 62 26 62 20 56Z",
        "rose",
    )
    shade = path(
        "M54 19C58 22 60 25 60 30C64 30 71 34 69 42C74 42 82 48 76 56C72 60 60 61 48 60.5C66 56 66 34 54 19Z",
        "rose_d",
    )
    swirl = line("M30 43q18 6 34 -2M37 31q10 4 20 0", "rose_d", 2, 0.7)
    return (
        ground(23, 88)
        + paper
        + pleats
        + cream
        + shade
        + swirl
        + ball(48, 14, 6, "red")
        + line("M49 9q1 -5 5 -6", "leaf_d", 2)
    )


@drawing
def cookie():
    body = ball(48, 50, 33, "crust", False)
    chips = "".join(
        ball(x, y, r, "choc", False)
        for x, y, r in ((36, 36, 5), (54, 33, 4), (66, 48, 5), (48, 52, 5.5), (31, 55, 4.5), (42, 69, 4.5), (60, 66, 5))
    )
    return ellipse(48, 85, 27, 4, "black", 0.12) + body + line("M23 43q5 -12 15 -17", "crust_l", 3.5) + chips


@drawing
def stroopwafel():
    grid = line("M28 30l40 40M40 22l34 34M22 42l34 34M68 30L28 70M56 22L22 56M74 42L40 76", "rye_d", 2.2, 0.8)
    return (
        ellipse(48, 85, 28, 4, "black", 0.12)
        + circle(48, 52, 34, "rye_d")
        + circle(48, 49, 34, "crema_d")
        + circle(48, 47, 33, "crust")
        + circle(48, 47, 27.5, "crust_d", 0.35)
        + grid
    )


@drawing
def brownie():
    top = (
        path("M14 46L50 30L84 42L48 60Z", "choc")
        + path("M14 46L48 60L48 80L14 66Z", "choc_d")
        + path("M84 42L48 60L48 80L84 62Z", "coffee_d")
    )
    nuts = path("M36 44q6 -6 10 -1q-2 6 -10 1ZM54 42q7 -4 9 1q-4 5 -9 -1ZM46 52q6 -4 9 0q-4 5 -9 0Z", "crust_l")
    crumb = line("M22 56l5 2M34 66l6 2.5M60 66l6 -3M72 57l4 -2", "cocoa", 2.6)
    return ground(36, 80) + top + nuts + crumb


@drawing
def cinnamon_roll():
    body = ball(48, 50, 34, "crust", False)
    spiral = line("M48 50c4 -5 11 0 9 7c-3 8 -16 8 -20 0c-5 -11 5 -21 16 -20c14 1 21 15 16 27", "rye", 5.5)
    outer = line("M69 64c-8 14 -29 17 -40 5c-9 -10 -9 -26 0 -36", "rye", 5)
    icing = line("M30 36q9 10 20 5M58 34q4 10 14 11M34 62q9 -3 13 6", "milk", 5)
    return ellipse(48, 86, 27, 4, "black", 0.12) + body + outer + spiral + icing


@drawing
def donut():
    ring = ball(48, 50, 35, "crust", False)
    icing = path(
        "M17 47C18 30 32 19 48 19C65 19 79 31 79 48C79 58 73 57 70 64C66 72 60 67 53 73C46 78 40 70 33 70C26 69 25 61 20 58C17 56 17 52 17 47Z",
        "rose",
    )
    shade = path(
        "M66 25C74 30 79 38 79 48C79 58 73 57 70 64C66 72 60 67 53 73C50 75 47 74 44 73C62 70 74 50 66 25Z", "rose_d"
    )
    hole = circle(48, 48, 11.5, "crust_d") + circle(48.5, 49.5, 9, "choc_d", 0.5)
    colours = ("yellow", "teal", "milk", "violet", "yellow", "milk", "teal", "violet", "milk")
    spots = (
        (30, 36, 40),
        (44, 27, -20),
        (58, 30, 60),
        (69, 42, 10),
        (66, 57, -50),
        (52, 66, 30),
        (36, 62, 80),
        (26, 50, -30),
        (38, 33, 10),
    )
    sprinkles = "".join(
        group(f"rotate({a} {x} {y})", box(x - 3, y - 1.2, 6, 2.4, 1.2, c))
        for (x, y, a), c in zip(spots, colours, strict=True)
    )
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


@drawing
def apple_pie():
    lattice = path("M12 46L66 24Q84 30 86 44L86 46Z", "crust") + line(
        "M24 44l46 -17M40 45l38 -13M36 36l24 9M50 30l30 13", "crust_l", 3.2
    )
    bits = ball(26, 58, 5, "green", False) + ball(44, 60, 5, "yellow", False) + ball(58, 57, 4.5, "green", False)
    return slice_of([(6, "crust"), (20, "yellow")], "crust", lattice + bits)


@drawing
def cheesecake():
    berries = ball(58, 32, 6, "red") + ball(68, 35, 5, "red") + leaf(63, 30, 9, 40, "green")
    sauce = path("M30 46q1 10 5 10t4 -10q2 6 5 6t4 -6Z", "red")
    return slice_of([(27, "dough")], "rye", path("M12 46L66 24Q84 30 86 44L86 46Z", "cream") + sauce + berries)


@drawing
def carrot_cake():
    carrot = (
        path("M56 38q10 -6 13 -2q-1 5 -13 2Z", "orange") + leaf(68, 35, 8, 60, "green") + leaf(68, 34, 8, 20, "green")
    )
    nuts = "".join(circle(x, y, 1.8, "choc") for x, y in ((22, 56), (36, 60), (50, 55), (30, 74), (46, 76), (58, 72)))
    return slice_of(
        [(5, "cream"), (12, "crema"), (5, "cream"), (12, "crema")],
        "crema",
        path("M12 46L66 24Q84 30 86 44L86 46Z", "cream") + nuts + carrot,
    )


@drawing
def chocolate_cake():
    top = (
        path("M12 46L66 24Q84 30 86 44L86 46Z", "choc") + ball(66, 27, 6, "red") + line("M67 22q1 -4 5 -5", "leaf_d", 2)
    )
    return slice_of([(5, "coffee"), (11, "choc"), (4, "cream"), (13, "choc")], "coffee", top)


@drawing
def scone():
    lower = path("M16 60L80 60Q82 76 70 76L26 76Q14 76 16 60Z", "crust")
    jam = path(
        "M14 58Q14 52 24 52L72 52Q82 52 82 58Q78 66 72 61Q66 68 58 62Q50 68 40 62Q30 68 26 62Q18 66 14 58Z", "red"
    )
    cream = path("M18 54Q20 46 34 46L64 46Q78 46 78 54Z", "milk")
    upper = path("M18 48C18 34 32 28 48 28C64 28 78 34 78 48Q78 52 72 52L24 52Q18 52 18 48Z", "crust") + path(
        "M64 31C73 34 78 40 78 48Q78 52 72 52L48 52Q68 48 64 31Z", "crust_d"
    )
    raisins = (
        circle(36, 38, 2, "choc") + circle(50, 36, 2, "choc") + circle(44, 45, 2, "choc") + circle(58, 43, 2, "choc")
    )
    return ground(33, 78) + lower + path("M62 60L80 60Q82 76 70 76L56 76Z", "crust_d") + cream + jam + upper + raisins


@drawing
def macarons():
    def one(x, y, fill):
        shell = path(f"M{x - 19} {y}C{x - 19} {y - 15} {x + 19} {y - 15} {x + 19} {y}Z", fill) + path(
            f"M{x + 8} {y - 10.5}C{x + 15} {y - 8.5} {x + 19} {y - 5} {x + 19} {y}L{x + 6} {y}Z", fill + "_d"
        )
        under = path(
            f"M{x - 19} {y + 6}Q{x - 18} {y + 15} {x - 8} {y + 15}L{x + 8} {y + 15}Q{x + 18} {y + 15} {x + 19} {y + 6}Z",
            fill + "_d",
        )
        return under + box(x - 17, y, 34, 7, 3, "milk") + shell

    return ground(36, 84) + one(28, 67, "green") + one(68, 67, "rose") + one(48, 43, "yellow")


@drawing
def pancakes():
    stack = "".join(
        box(16, y, 64, 12, 6, "crust") + box(46, y, 34, 12, 6, "crust_d") + box(18, y + 3, 60, 4, 2, "dough")
        for y in (66, 55, 44)
    )
    syrup = path(
        "M20 44Q20 36 48 36T76 44Q72 48 68 46L68 58Q65 62 62 58L62 47L40 48L40 64Q36 68 33 64L33 47Q24 48 20 44Z",
        "cocoa",
    )
    butter = (
        path("M38 36L50 31L60 35L48 41Z", "yellow")
        + path("M38 36L48 41L48 45L38 40Z", "yellow_d")
        + path("M60 35L48 41L48 45L60 39Z", "yellow_d")
    )
    return ground(42, 84) + ellipse(48, 80, 42, 5, "paper_d") + ellipse(48, 78, 42, 5, "paper") + stack + syrup + butter


@drawing
def quiche():
    bits = (
        leaf(30, 60, 9, 80, "green")
        + ball(44, 60, 4, "red", False)
        + leaf(60, 62, 9, -70, "green")
        + box(26, 66, 6, 5, 2, "meat")
        + box(50, 66, 6, 5, 2, "meat")
    )
    top = (
        path("M12 46L66 24Q84 30 86 44L86 46Z", "yellow")
        + ellipse(54, 39, 8, 2.6, "crust", 0.8)
        + ellipse(70, 36, 5, 2, "crust", 0.8)
        + path("M66 24Q84 30 86 44L86 48L91 46Q90 28 70 20Z", "crust")
    )
    return slice_of([(5, "yellow"), (21, "dough")], "crust", top + bits)


@drawing
def creme_brulee():
    dish = turned(48, "M36 48L34 66Q33 76 22 76L0 76", "paper") + line(
        "M20 54l2 17M32 57l1 18M44 58l0 18M56 58l-1 18M68 56l-2 17", "paper_d", 2.2
    )
    top = ellipse(48, 48, 36, 13, "paper_d") + ellipse(48, 47, 32, 10.5, "yellow") + ellipse(48, 46.5, 29, 9, "crema")
    caramel = path(
        "M24 45q10 -7 20 -4q-4 7 -14 8q-6 0 -6 -4ZM50 49q10 -6 20 -3q-3 6 -12 7q-8 0 -8 -4Z", "cocoa", 0.8
    ) + path("M48 41q7 -2 12 0q-4 3 -9 3Z", "crust_l")
    return ground(34, 79) + dish + top + caramel


@drawing
def egg_tart():
    case = turned(48, "M34 50L26 74Q25 78 20 78L0 78", "crust") + line(
        "M22 56l5 20M34 60l3 17M48 61l0 17M62 60l-3 17", "crust_d", 2.2
    )
    top = ellipse(48, 50, 35, 13, "crust_l") + ellipse(48, 50, 29, 9.8, "yellow_d") + ellipse(48, 49.5, 28, 9, "yellow")
    return (
        ground(27, 80)
        + case
        + top
        + ellipse(40, 48, 7, 2.4, "rye", 0.75)
        + ellipse(58, 52, 6, 2, "rye", 0.75)
        + ellipse(53, 46, 4, 1.4, "rye", 0.6)
    )


@drawing
def waffle():
    body = box(16, 24, 64, 56, 12, "crust_d") + box(16, 22, 64, 54, 12, "crust")
    wells = "".join(
        box(x, y, 13, 11, 3, "crust_d") + box(x + 1.5, y + 3, 10, 8, 2.5, "crust_l")
        for y in (28, 43, 58)
        for x in (23, 41.5, 60)
    )
    return (
        ground(34, 82)
        + body
        + wells
        + at(48, 36, 0.55, whipped(60))
        + ball(64, 39, 6, "red")
        + leaf(64, 33, 7, 30, "green")
    )
