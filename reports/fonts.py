"""Source Sans 3, the one family of print and screen, read from the package that brings it.

The bytes are handed to the printer through its dictionary of files (`printing.py`), so that the printed page
needs no font of the machine it is made on.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import fontpkg

FAMILY = "Source Sans 3"
# A reserved name (RFC 2606): relative addresses resolve to it, so that they reach the fetcher and are refused.
BASE_URL = "https://print.invalid/"
FONT_PATH = "fonts/source-sans-3.ttf"


def upright_file() -> Path:
    """The variable font file (weights 200 to 900, upright) of the installed font package."""
    return Path(fontpkg.path(FAMILY))


@cache
def upright_bytes() -> bytes:
    """The content of `upright_file`, read once per process."""
    return upright_file().read_bytes()
