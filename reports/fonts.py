"""Source Sans 3, the one family of print and screen, read from the package that brings it.

The bytes are handed to the printer through its dictionary of files (`printing.py`), so that the printed page
needs no font of the machine it is made on.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import fontpkg

FAMILY = "Source Sans 3"

# Cut to the weights in use, a font is stamped with the time of cutting, which made each printed page another. fontTools
# reads this variable at each cut, and nothing else in the process does: the stamp becomes a fixed second.
os.environ["SOURCE_DATE_EPOCH"] = "0"


def upright_file() -> Path:
    """The variable font file (weights 200 to 900, upright) of the installed font package."""
    return Path(fontpkg.path(FAMILY))


@cache
def upright_bytes() -> bytes:
    """The content of `upright_file`, read once per process."""
    return upright_file().read_bytes()
