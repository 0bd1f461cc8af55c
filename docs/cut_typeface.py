"""Cut the typeface of the screens from Source Sans 3.

The full variable font of the `fontpkg-source-sans-3` package is 646 KB; a page of Amends may weigh 60 KB. This script keeps weights 400 to 700
and two sets of letters: plain English with the punctuation that pages use, and a second file with the accented letters of Europe, fetched by a browser
only when a name on the page needs it. Source Sans is under the SIL Open Font License with the reserved name "Source", so a cut version has to
carry another name: the family is called Amends Text. Run it again only when the package changes: `python docs/cut_typeface.py`.
"""

from importlib.metadata import distribution
from pathlib import Path

from fontpkg_source_sans_3 import ROOT
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Amends Text"
SOURCE = ROOT / "files" / "SourceSans3[wght].ttf"
FONTS = Path(__file__).resolve().parent.parent / "app" / "static" / "fonts"

PUNCTUATION = "\u00a0£©«»·×½¼¾°–—‘’“”•…→−≤≥€"
FIRST = [*range(0x20, 0x7F), *map(ord, PUNCTUATION)]
MORE = [*range(0xC0, 0xD7), *range(0xD8, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86), 0x1E9E, 0x1EF2, 0x1EF3]


def cut(letters: list[int], target: Path) -> int:
    """Write the given letters at weights 400 to 700 as WOFF2; answer the size in bytes."""
    font = TTFont(SOURCE)
    keep = subset.Options(
        layout_features=["kern", "tnum"], hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 4, 6, 14]
    )
    cutter = subset.Subsetter(keep)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 700)})
    for entry in font["name"].names:
        if entry.nameID in (1, 4, 6):
            entry.string = FAMILY.replace(" ", "") if entry.nameID == 6 else FAMILY
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def main() -> None:
    """Write both files and the licence beside them."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for name, letters in (("amends-text.woff2", FIRST), ("amends-text-more.woff2", MORE)):
        print(name, cut(letters, FONTS / name))
    licences = [entry for entry in distribution("fontpkg-source-sans-3").files or [] if entry.name == "LICENSE"]
    (FONTS / "OFL.txt").write_text(licences[0].read_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
