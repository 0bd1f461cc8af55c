"""HTML to PDF/UA-1, for every printed page of the project; the only module that starts WeasyPrint.

The same page gives the same bytes: dates come from the page's own `dcterms.created`, identifiers from its content.
Render in the job process, never in the web one (stack.md 6).
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from reports import fonts
from reports.fetcher import NotPackaged, PackagedFile, PackagedFilesOnly, Unprintable
from reports.fonts import BASE_URL, FONT_PATH

PDF_VARIANT = "pdf/ua-1"
# Cut to the weights in use, a font is stamped with the time of cutting, which would make each PDF another. fontTools
# reads this variable at each cut; nothing else in the process does. It names the first second that a font can carry.
FONT_STAMP = "SOURCE_DATE_EPOCH"
os.environ[FONT_STAMP] = "0"


class UnsafePage(Unprintable):
    """The page would print something that leads out of it: an attachment, or a link to another place."""


class IncompletePage(Unprintable):
    """The renderer left something out, such as a picture, and would only have logged it."""


@cache
def packaged_fetcher() -> PackagedFilesOnly:
    """The fetcher of all printed pages: it knows the font, and refuses everything else."""
    return PackagedFilesOnly({FONT_PATH: PackagedFile(fonts.upright_bytes(), "font/ttf")})


def print_html(html: str) -> bytes:
    """The page as PDF/UA-1. Raises Unprintable: NotPackaged for a resource that is not the project's own, UnsafePage for
    links out and attachments, IncompletePage where anything would be left out."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        with _nothing_left_out():
            page = HTML(string=html, base_url=BASE_URL, url_fetcher=packaged_fetcher())
            document = page.render(pdf_variant=PDF_VARIANT)
            _refuse_links_out(document)
            pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT)
    except FatalURLFetchingError as refused:
        # WeasyPrint's is a BaseException, which would end a job process instead of failing one job.
        raise NotPackaged(str(refused.__cause__ or refused)) from refused
    return pdf


def _refuse_links_out(document: Any) -> None:
    for page in document.pages:
        for kind, target, *_ in page.links:
            if kind != "internal":
                raise UnsafePage(f"A printed page may link within itself only, and has {kind}: {target[:200]}")
    if document.metadata.attachments:
        raise UnsafePage("A printed page carries no attachments")


class _Complaints(logging.Handler):
    """What the renderer reports as an error in this thread; others may be printing at the same time."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.thread = threading.get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the message if it is of the thread that printed."""
        if record.thread == self.thread:
            self.messages.append(record.getMessage())


@contextmanager
def _nothing_left_out() -> Iterator[None]:
    """WeasyPrint logs a missing picture and prints on; here that is a refusal."""
    complaints, logger = _Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.messages:
        raise IncompletePage("; ".join(complaints.messages)[:500])
