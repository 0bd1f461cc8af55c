"""The termly report: a finished snapshot and its cover become a page, a fragment of one, or a PDF.

The snapshot is the only source of figures; nothing here counts. Render PDFs in the job process, never in the web one.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.fonts import BASE_URL, FONT_PATH
from reports.presentation.cover import Cover
from reports.presentation.report import present
from reports.presentation.words import Snapshot, claims_in

__all__ = [
    "Cover",
    "claims_in",
    "render_fragment",
    "render_html",
    "render_pdf",
    "sha256_of",
    "snapshot_json",
]

FOLDER = Path(__file__).parent


def snapshot_json(snapshot: Snapshot) -> str:
    """The snapshot as canonical JSON: sorted keys, no spaces, UTF-8 as it is. The digest is taken of exactly this."""
    return json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256_of(snapshot: Snapshot) -> str:
    """SHA-256 of `snapshot_json`, 64 hexadecimal digits; the foot of each page carries the first 12."""
    return hashlib.sha256(snapshot_json(snapshot).encode()).hexdigest()


def render_html(snapshot: Snapshot, cover: Cover) -> str:
    """The report as one complete HTML document for print. Raises ValueError for figures that contradict one another
    and for true counts under a governors' cover; UnknownNation for a nation without words."""
    report = present(snapshot, cover, sha256_of(snapshot))
    css = Markup((FOLDER / "termly.css").read_text(encoding="utf-8"))  # noqa: S704 our own packaged file
    return _environment().get_template("termly.html").render(report=report, css=css, font_url=BASE_URL + FONT_PATH)


def render_fragment(snapshot: Snapshot, cover: Cover) -> Markup:
    """The same report for the web page: sections from h2 down, for the body of templates/layout.html, whose h1 is the
    page's own. Same figures and words as in print; raises as `render_html`."""
    report = present(snapshot, cover, sha256_of(snapshot))
    return Markup(_environment().get_template("termly_fragment.html").render(report=report))  # noqa: S704 escaped there


def render_pdf(snapshot: Snapshot, cover: Cover) -> bytes:
    """The report as PDF/UA-1, byte for byte the same for the same input. Raises as `render_html`, and NotPackaged or
    UnsafePage (reports.printing) if the page asked for anything from outside."""
    # The printer comes with a layout engine of 60 MB, which a process that only shows the page does without.
    from reports.printing import print_html

    return print_html(render_html(snapshot, cover))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
