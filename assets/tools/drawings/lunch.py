"""What is put together at the counter for lunch."""

from .pen import ball, box, circle, drawing, ellipse, ground, group, leaf, line, path, turned


@drawing
def sandwich():
    back = path("M14 36Q12 30 20 30L76 30Q84 30 82 36L79 46L17 46Z", "crust") + path(
        "M17 36Q17 34 20 34L76 34Q79 34 79 36L78 44L18 44Z", "dough"
    )
    salad = path(
        "M10 48q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 10 0q5 -5 8 1q-2 8 -8 6L16 55q-7 1 -6 -7Z",
        "green",
    )
    ham = path("M14 54L84 54Q86 60 78 61Q62 58 48 61Q34 64 20 61Q12 60 14 54Z", "meat")
    cheese = path("M16 60L80 60L66 69L54 63L20 64Z", "yellow")
    lower = path("M15 64L81 64L80 74Q80 78 74 78L22 78Q16 78 16 74Z", "crust") + path(
        "M60 64L81 64L80 74Q80 78 74 78L58 78Z", "crust_d"
    )
    return ground(36, 80) + back + lower + cheese + ham + salad


@drawing
def toastie():
    toast = path("M14 34Q12 22 26 22L70 22Q84 22 82 34L80 72Q80 78 74 78L22 78Q16 78 16 72Z", "crust")
    edge = path("M16 68L80 68L80 72Q80 78 74 78L22 78Q16 78 16 72Z", "crust_d")
    marks = line("M28 34L48 54M40 30L68 58M56 30L72 46M26 48L42 64", "rye_d", 4, 0.75)
    melt = path("M18 66Q48 60 78 66L78 72q-4 10 -8 0q-4 4 -8 0q-5 12 -10 1q-6 4 -11 0q-4 8 -9 0q-6 4 -14 -1Z", "yellow")
    return ground(34, 84) + toast + edge + melt + marks


@drawing
def wrap():
    inside = (
        path("M24 30Q38 12 62 20L66 40L30 46Z", "green")
        + ball(42, 28, 7, "red")
        + leaf(56, 36, 18, 10, "green")
        + leaf(34, 38, 16, -20)
        + box(50, 26, 10, 10, 3, "yellow")
    )
    roll_ = path("M20 34Q42 44 68 30L64 80Q60 88 44 88Q30 88 28 80Z", "dough") + path(
        "M52 38Q60 36 68 30L64 80Q61 87 48 88Z", "dough_d"
    )
    spots = (
        ellipse(34, 52, 4, 2.5, "crust", 0.6)
        + ellipse(45, 46, 3, 2, "crust", 0.6)
        + ellipse(58, 48, 3.5, 2, "crust", 0.6)
    )
    paper = path("M25 62Q44 70 66 58L64 80Q60 88 44 88Q30 88 28 80Z", "mint") + path(
        "M50 66.5Q58 64 66 58L64 80Q61 87 48 88Z", "mint_d"
    )
    return group("rotate(14 48 50)", inside, roll_, spots, paper)


@drawing
def salad_bowl():
    heap = (
        leaf(24, 50, 26, -30, "green")
        + leaf(40, 50, 34, -8, "leaf")
        + leaf(58, 50, 34, 14, "green")
        + leaf(72, 50, 26, 34, "leaf")
        + ball(34, 42, 7.5, "red")
        + ball(64, 43, 6.5, "red")
    )
    egg = ellipse(50, 41, 8, 8.5, "milk") + circle(50, 42, 4.2, "yellow") + box(40, 33, 8, 8, 2, "cream")
    bowl = turned(48, "M38 48C38 68 24 80 14 80L0 80", "blue")
    return ground(28, 83) + heap + egg + bowl + box(9, 45, 78, 7, 3.5, "blue") + box(58, 45, 29, 7, 3.5, "blue_d")


@drawing
def soup():
    bowl = turned(48, "M36 46C36 66 24 78 14 80L0 80", "orange")
    top = ellipse(48, 46, 36, 10, "orange") + ellipse(48, 46, 32.5, 8, "orange_d") + ellipse(48, 47, 31, 7, "red")
    swirl = line("M32 47q8 -5 15 -1t14 -1", "cream", 2.8) + leaf(58, 50, 10, 60, "green") + leaf(60, 49, 8, 10, "green")
    steam_ = line("M40 32c-4 -5 4 -8 0 -14M54 30c-4 -5 4 -8 0 -14", "grey", 2.8, 0.55)
    return ground(30, 83) + steam_ + bowl + top + swirl
