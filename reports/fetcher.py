"""What the printer may open: the files handed to it in a dictionary, and nothing else.

WeasyPrint's own fetcher attaches /etc/passwd where a page asks for it, and leaves a hole where an image is missing
(stack.md 6, security.md 2.1). This one raises on every address that is not a key of its dictionary: the
web, the disk, `data:` and relative addresses alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.fonts import BASE_URL


class Unprintable(Exception):
    """The page cannot be printed as it is; no file is made."""


class NotPackaged(Unprintable):
    """The page asked for a file that the project did not hand to the printer."""


@dataclass(frozen=True)
class PackagedFile:
    """A file that a printed page may use: its content and its media type."""

    content: bytes
    media_type: str


class PackagedFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Answers from a dictionary of address → file; raises NotPackaged for every other address."""

    def __init__(self, files: Mapping[str, PackagedFile]) -> None:
        """`files` are keyed by their path below BASE_URL, such as `fonts/source-sans-3.ttf`."""
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._files = {BASE_URL + path: file for path, file in files.items()}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The packaged file at `url`. Never calls the inherited fetch, which could open a socket or a file."""
        file = self._files.get(url)
        if file is None:
            raise NotPackaged(f"A printed page may use packaged files only, and asked for: {url[:200]}")
        return URLFetcherResponse(url, file.content, {"Content-Type": file.media_type}, 200)
