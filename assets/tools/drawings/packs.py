"""Bottles, cans, cartons, jars, bags and boxes, with a mark for what is inside."""

from .pen import box, ellipse, ground, line, path, turned


def bottle(fill, cap, label, mark="", drink_from=None):
    """A slim bottle of `fill` with a label band."""
    glass = turned(48, "M6 14L6 28C6 36 18 38 18 50L18 80Q18 86 12 86L0 86", fill)
    band = turned(48, "M18 54L18 74L0 74", label)
    top = box(40.5, 8, 15, 9, 3, cap) + box(49, 8, 6.5, 9, 3, cap + "_d")
    light = line("M36 44Q34.5 47 34.5 51", "shine", 2.6, 0.5)
    return ground(20, 88) + glass + band + top + light + mark


def wide_bottle(fill, cap, label, mark=""):
    """A squat bottle, as for juice, milk or cleaning things."""
    glass = turned(48, "M9 18L9 26C9 32 22 34 22 46L22 79Q22 86 15 86L0 86", fill)
    band = turned(48, "M22 50L22 76L0 76", label)
    top = box(37, 9, 22, 11, 3, cap) + box(50, 9, 9, 11, 3, cap + "_d")
    return ground(24, 88) + glass + band + top + line("M32 38Q30 41 30 46", "shine", 2.6, 0.5) + mark


def can(fill, mark="", slim=False):
    half = 15 if slim else 20
    top = 12 if slim else 18
    body = turned(48, f"M{half - 4} {top}L{half} {top + 7}L{half} 79L{half - 4} 86L0 86", fill)
    lid = ellipse(48, top, half - 4, 3.6, "steel") + ellipse(48, top - 0.4, half - 7, 2.2, "steel_d")
    rims = turned(48, f"M{half} {top + 6}L{half} {top + 9}L0 {top + 9}", "steel") + turned(
        48, f"M{half} 77L{half - 4} 86L0 86", "steel"
    )
    return ground(half + 3, 87) + body + rims + lid + line(f"M{48 - half + 5} {top + 16}v16", "shine", 2.6, 0.5) + mark


def carton(fill, mark="", cap="paper"):
    """A drinks carton with a gable."""
    front = path("M26 34L58 34L58 86L30 86Q26 86 26 82Z", "paper")
    side = path("M58 34L72 30L72 80Q72 83 68 84L58 86Z", "paper_d")
    low = path("M26 52L58 52L58 86L30 86Q26 86 26 82Z", fill) + path(
        "M58 52L72 49L72 80Q72 83 68 84L58 86Z", fill + "_d"
    )
    gable = path("M26 34L34 18L64 16L58 34Z", fill) + path("M58 34L64 16L72 30Z", fill + "_d")
    seam = box(33, 10, 32, 8, 2, fill) + box(52, 10, 13, 8, 2, fill + "_d")
    lid = ellipse(44, 26, 7, 4.6, cap + "_d") + ellipse(44, 24.6, 7, 4.6, cap)
    return ground(27, 87) + front + side + low + gable + seam + lid + mark


def jar(inside, lid, label, mark=""):
    glass = turned(48, "M20 24C27 26 28 30 28 36L28 78Q28 86 20 86L0 86", inside)
    band = turned(48, "M28 46L28 74L0 74", label, 0.45)
    top = box(26, 12, 44, 14, 4, lid) + box(54, 12, 16, 14, 4, lid + "_d")
    return ground(29, 88) + glass + band + top + line("M25.5 34Q24 37 24 42", "shine", 2.6, 0.5) + mark


def pouch(fill, window="", mark=""):
    """A soft bag with a sealed top."""
    body = path("M24 22L72 22Q70 36 74 56Q77 74 73 84Q48 89 23 84Q19 74 22 56Q26 36 24 22Z", fill)
    shade = path("M60 22L72 22Q70 36 74 56Q77 74 73 84Q66 86 56 86.6Q66 60 60 22Z", fill + "_d")
    seal = path("M22 12L74 12L72 24L24 24Z", fill + "_d") + line(
        "M28 16v5M36 16v5M44 16v5M52 16v5M60 16v5M68 16v5", fill, 1.8
    )
    return ground(28, 87) + body + shade + seal + window + mark


def sack(fill, mark="", tie="rye"):
    """A paper bag with its top folded over."""
    front = path("M24 24L64 24L64 86L28 86Q24 86 24 82Z", fill)
    side = path("M64 24L74 20L74 80Q74 83 70 84L64 86Z", fill + "_d")
    fold = path("M22 14Q22 12 24 12L66 12L76 9L76 21L66 26L24 26Q22 26 22 24Z", fill + "_d") + line(
        "M24 26L65 26L75 21.5", tie, 2.4
    )
    return ground(28, 87) + front + side + fold + mark


def crate_box(fill, mark="", deep=14):
    """A standing cardboard box, seen a little from the right."""
    front = path("M22 22L62 22L62 86L26 86Q22 86 22 82Z", fill)
    side = path(f"M62 22L{62 + deep} 17L{62 + deep} 80L62 86Z", fill + "_d")
    top = path(f"M22 22L{22 + deep} 16L{62 + deep} 16L62 22Z", "paper")
    return ground(29, 87) + front + side + top + mark


def tin(fill, mark="", half=24, top=26):
    body = turned(48, f"M{half} {top}L{half} 80Q{half} 85 0 86", fill)
    rims = turned(48, f"M{half + 1} {top - 1}L{half + 1} {top + 4}L0 {top + 8}", "steel") + turned(
        48, f"M{half + 1} 78L{half + 1} 82Q{half} 86 0 87", "steel"
    )
    lid = ellipse(48, top - 1, half + 1, 6, "steel") + ellipse(48, top - 1, half - 3, 4.2, "steel_d")
    return ground(half + 4, 86) + body + rims + lid + mark


def tub(fill, mark="", lid="paper"):
    body = turned(48, "M28 34L23 80Q22 86 16 86L0 86", fill)
    top = box(17, 25, 62, 11, 4, lid) + box(56, 25, 23, 11, 4, lid + "_d")
    return ground(26, 88) + body + top + mark
