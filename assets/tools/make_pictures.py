"""Writes every drawing of `drawings/` to `../catalogue/pictures/NAME.svg`. Run by hand: python3 make_pictures.py"""

from pathlib import Path

from drawings import DRAWINGS, svg

LARGEST_BYTES = 3000
FOLDER = Path(__file__).resolve().parent.parent / "catalogue" / "pictures"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    for name, drawing in sorted(DRAWINGS.items()):
        text = svg(drawing())
        if len(text.encode()) > LARGEST_BYTES:
            raise SystemExit(f"{name}: {len(text.encode())} bytes, at most {LARGEST_BYTES}")
        (FOLDER / f"{name}.svg").write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(DRAWINGS)} pictures in {FOLDER}")


if __name__ == "__main__":
    main()
