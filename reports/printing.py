"""HTML to PDF/UA-1, for every printed page of the project; the only module that imports WeasyPrint's renderer.

The same page gives the same bytes: dates come from the page's own `dcterms.created`, identifiers from its content.
Render in the job process, never in the web one (stack.md 6).
"""

from __future__ import annotations

from functools import cache

from reports import fonts
from reports.fetcher import BASE_URL, NotPackaged, PackagedFile, PackagedFilesOnly

FONT_PATH = "fonts/source-sans-3.ttf"
PDF_VARIANT = "pdf/ua-1"


class UnsafePage(Exception):
    """The page would print something that leads out of it: an attachment, or a link to another place."""


@cache
def packaged_fetcher() -> PackagedFilesOnly:
    """The fetcher of all printed pages: it knows the font, and refuses everything else."""
    return PackagedFilesOnly({FONT_PATH: PackagedFile(fonts.upright_bytes(), "font/ttf")})


def print_html(html: str) -> bytes:
    """The page as PDF/UA-1. Raises NotPackaged for a resource that is not the project's own, UnsafePage for links out."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    try:
        document = HTML(string=html, base_url=BASE_URL, url_fetcher=packaged_fetcher()).render(pdf_variant=PDF_VARIANT)
        _refuse_links_out(document)
        pdf: bytes = document.write_pdf(pdf_variant=PDF_VARIANT)
    except FatalURLFetchingError as refused:
        # WeasyPrint's is a BaseException, which would end a job process instead of failing one job.
        raise NotPackaged(str(refused.__cause__ or refused)) from refused
    return pdf


def _refuse_links_out(document: object) -> None:
    for page in document.pages:  # type: ignore[attr-defined]  # WeasyPrint carries no types
        for kind, target, *_ in page.links:
            if kind != "internal":
                raise UnsafePage(f"A printed page may link within itself only, and has {kind}: {target[:200]}")
    if document.metadata.attachments:  # type: ignore[attr-defined]
        raise UnsafePage("A printed page carries no attachments")
