"""How long the termly report takes from figures to PDF, beside plain WeasyPrint on the same finished HTML.

One run, both ways taken in turn so that a busy machine slows them alike; prints the medians and their ratio
(target: at most 1.15).

    python bench/report_pdf.py [--rounds 9]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from weasyprint import HTML

from reports.fonts import BASE_URL
from reports.printing import PDF_VARIANT, packaged_fetcher
from reports.termly import Cover, render_html, render_pdf
from tests.reports.snapshots import SNAPSHOT

TARGET = 1.15


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument(
        "--snapshot", type=Path, help="a snapshot as JSON; without it, the invented school of the tests"
    )
    chosen = options.parse_args()
    snapshot = json.loads(chosen.snapshot.read_text(encoding="utf-8")) if chosen.snapshot else SNAPSHOT
    cover = Cover(phase="secondary")
    finished = render_html(snapshot, cover)

    def ours() -> bytes:
        return render_pdf(snapshot, cover)

    def plain() -> bytes:
        page = HTML(string=finished, base_url=BASE_URL, url_fetcher=packaged_fetcher())
        pdf: bytes = page.write_pdf(pdf_variant=PDF_VARIANT)
        return pdf

    size = len(ours())
    plain()
    pairs = [(seconds(ours), seconds(plain)) for _ in range(chosen.rounds)]
    from_figures, from_html = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = from_figures / from_html
    print(f"figures to PDF   {from_figures:.3f} CPU s (median of {chosen.rounds}), {size / 1024:.0f} KB")
    print(f"finished HTML    {from_html:.3f} CPU s, plain WeasyPrint, same options")
    print(f"ratio            {ratio:.3f} (target: at most {TARGET})")


if __name__ == "__main__":
    main()
