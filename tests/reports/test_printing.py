"""Printing on another day: the same page gives the same bytes, so that a published report can be checked for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from reports.printing import print_html

PAGE = """<html lang="en-GB"><title>Report</title><meta name="dcterms.created" content="2026-02-27">
<style>@font-face { font-family: "Source Sans 3"; src: url(https://print.invalid/fonts/source-sans-3.ttf); font-weight: 200 900 }
body { font-family: "Source Sans 3" }</style><body><h1>Repair and exclusion</h1><p>Four to five.</p></body></html>"""


def test_a_page_printed_years_later_gives_the_same_bytes() -> None:
    with time_machine.travel(datetime(2026, 3, 6, 9, 0, tzinfo=UTC), tick=False):
        first = print_html(PAGE)
    with time_machine.travel(datetime(2031, 11, 5, 17, 30, tzinfo=UTC), tick=False):
        assert print_html(PAGE) == first
