"""Cuts the fonts of the receipt to what a receipt can need and writes them to `../fonts/`.

Run by hand with fonttools (PyPI) at hand: `python3 make_fonts.py INTER_FOLDER JETBRAINS_MONO_FOLDER`, the two folders
being the unpacked npm packages that `../fonts/README.md` names.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "fonts"

LETTERS = [
    *range(0x0020, 0x007F),
    *range(0x00A0, 0x0180),  # Latin
    *range(0x0180, 0x0250),
    *range(0x1E00, 0x1F00),  # Romanian, Vietnamese, Welsh and others
    *range(0x02B0, 0x0300),
    *range(0x0300, 0x0370),  # modifiers and combining accents
    *range(0x0370, 0x0400),
    *range(0x1F00, 0x2000),  # Greek, also polytonic
    *range(0x0400, 0x0530),  # Cyrillic
    *range(0x2000, 0x2070),
    *range(0x2070, 0x20D0),  # punctuation, raised digits, currencies
    *range(0x2100, 0x2200),
    *range(0x2200, 0x2300),  # letter-like signs, arrows, mathematics
    *range(0x2500, 0x25A0),
    *range(0x25A0, 0x2600),  # lines, blocks, shapes
    0x2713,
    0x2714,
    0x2717,
    0xFB01,
    0xFB02,
    0xFFFD,
]


FIGURES = "0123456789+\u2212"


def tabular(font):
    """Makes the figures of `tnum` the plain ones: amounts stand on one axis without any help from the typesetter.
    The rest of `tnum` stays off, for it also widens the hyphens of words."""
    swaps = {}
    features = font["GSUB"].table.FeatureList.FeatureRecord
    for index in {i for record in features if record.FeatureTag == "tnum" for i in record.Feature.LookupListIndex}:
        for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
            swaps.update(getattr(table, "ExtSubTable", table).mapping)
    for table in font["cmap"].tables:
        for code in map(ord, FIGURES):
            if code in table.cmap:
                table.cmap[code] = swaps.get(table.cmap[code], table.cmap[code])


def cut(source, target):
    font = TTFont(source)
    if "GSUB" in font and any(r.FeatureTag == "tnum" for r in font["GSUB"].table.FeatureList.FeatureRecord):
        tabular(font)
    options = subset.Options()
    # Advance widths alone decide where a glyph stands, so measuring and drawing can never disagree.
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "STAT", "MVAR", "HVAR", "meta"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    tool = subset.Subsetter(options)
    tool.populate(unicodes=LETTERS)
    tool.subset(font)
    font.recalcTimestamp = False
    font.save(FOLDER / target)


def main():
    inter, mono = (Path(argument) for argument in sys.argv[1:3])
    cut(inter / "400Regular" / "Inter_400Regular.ttf", "Inter-Regular.ttf")
    cut(inter / "600SemiBold" / "Inter_600SemiBold.ttf", "Inter-SemiBold.ttf")
    cut(mono / "400Regular" / "JetBrainsMono_400Regular.ttf", "JetBrainsMono-Regular.ttf")


if __name__ == "__main__":
    main()
