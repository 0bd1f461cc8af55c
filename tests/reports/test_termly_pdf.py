"""The printed report: tagged, its own font, the same bytes again, and nothing opened but what it was given."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest

from reports.fetcher import NotPackaged, Unprintable
from reports.fonts import BASE_URL, FAMILY
from reports.presentation.cover import DRAFT_MARK, RESTRICTED_DRAFT_MARK, RESTRICTED_MARK
from reports.printing import UnsafePage, packaged_fetcher, print_html
from reports.termly import Cover, render_html, render_pdf, sha256_of
from tests.facts_from_csv import SAMPLE
from tests.reports.snapshots import SNAPSHOT, a_snapshot, true_counts

PUBLISHED = Cover(phase="secondary", status="published", published_on=date(2026, 3, 4), approved_by="R. Adeyemi")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(SNAPSHOT, PUBLISHED)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def elements(node: Any) -> list[Any]:
    """Every structure element below a node, in reading order."""
    found = []
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def of_kind(content: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [each for each in elements(content.Root.StructTreeRoot) if str(each.S) in kinds]


def page_texts(content: bytes, tmp_path: Path) -> list[str]:
    """The words of each page, by poppler."""
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True)
    return done.stdout.split("\f")[:-1]


# Standard and structure


def test_it_is_pdf_ua_1(pdf: bytes) -> None:
    report = page_validation.validate_pdf_bytes(pdf)
    assert report.profile == page_validation.ValidationProfile.PDF_UA_1
    assert [each.message for each in report.failures] == []
    assert report.is_compliant


@pytest.mark.skipif(not SAMPLE.exists(), reason="the folder of sample bundles is not beside the project")
@pytest.mark.parametrize("name", ["autumn", "autumn-restricted", "spring", "spring-restricted"])
def test_the_sample_school_s_reports_are_pdf_ua_1(name: str) -> None:
    snapshot = json.loads((SAMPLE / f"expected-{name}.json").read_text())
    content = render_pdf(snapshot, Cover(phase="primary", restricted=name.endswith("restricted")))
    assert page_validation.validate_pdf_bytes(content).is_compliant


def test_it_says_its_title_and_its_language(pdf: bytes) -> None:
    with opened(pdf) as content:
        assert str(content.Root.Lang) == "en-GB"
        assert content.Root.ViewerPreferences.DisplayDocTitle
        assert str(content.docinfo.Title) == "Harbour Road School: Repair and exclusion, autumn term 2025-26"


def test_each_figure_has_a_text_alternative_with_its_numbers(pdf: bytes) -> None:
    with opened(pdf) as content:
        alternatives = [str(each.Alt) for each in of_kind(content, "/Figure")]
    assert len(alternatives) == 5
    assert all(any(sign.isdigit() for sign in text) for text in alternatives)
    assert any("avoided 18, in progress 4" in text for text in alternatives)


def test_tables_have_captions_and_every_cell_knows_its_headers(pdf: bytes) -> None:
    with opened(pdf) as content:
        tables = of_kind(content, "/Table")
        assert len(tables) >= 15
        for table in tables:
            kinds = [str(each.S) for each in elements(table)]
            assert kinds.count("/Caption") == 1
            cells = [each for each in elements(table) if str(each.S) == "/TD"]
            assert cells
            assert all(_headers(cell) for cell in cells)


def _headers(cell: Any) -> list[Any]:
    attributes = cell.get("/A")
    found = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return [each for each in found if each is not None and "/Headers" in each]


def test_bookmarks_name_every_section(pdf: bytes) -> None:
    with opened(pdf) as content, content.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "The answer first"
    assert titles[4] == "4 Exclusions avoided"
    assert len(titles) == 11


def test_every_font_is_embedded_and_of_the_one_family(pdf: bytes) -> None:
    fonts: dict[str, bool] = {}
    with opened(pdf) as content:
        for each in content.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
                fonts[str(each.FontName)] = "/FontFile2" in each or "/FontFile3" in each
    assert fonts
    assert all(fonts.values())
    assert all(FAMILY.replace(" ", "-") in name for name in fonts)


def test_nothing_is_embedded_and_nothing_leads_outside(pdf: bytes) -> None:
    with opened(pdf) as content:
        assert len(content.attachments) == 0
        for each in content.objects:
            if isinstance(each, pikepdf.Dictionary):
                assert str(each.get("/S")) not in ("/URI", "/Launch", "/JavaScript", "/GoToR", "/SubmitForm")


def test_the_renderer_has_nothing_to_complain_of(caplog: pytest.LogCaptureFixture) -> None:
    render_pdf(SNAPSHOT, PUBLISHED)
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


# Every page


def test_each_page_carries_the_digest_and_its_number(pdf: bytes, tmp_path: Path) -> None:
    pages = page_texts(pdf, tmp_path)
    digest = sha256_of(SNAPSHOT)[:12]
    for number, text in enumerate(pages, start=1):
        assert f"Figures {digest}" in text
        assert f"Page {number} of {len(pages)}" in text
    assert not any(DRAFT_MARK in text or RESTRICTED_MARK in text for text in pages)


@pytest.mark.parametrize("restricted", [False, True], ids=["draft", "restricted"])
def test_each_page_of_a_copy_that_is_not_the_published_one_is_marked(restricted: bool, tmp_path: Path) -> None:
    snapshot = a_snapshot(groups=true_counts()) if restricted else SNAPSHOT
    content = render_pdf(snapshot, Cover(phase="secondary", restricted=restricted))
    mark = RESTRICTED_DRAFT_MARK if restricted else DRAFT_MARK
    assert all(mark in text for text in page_texts(content, tmp_path))


def test_the_answer_and_the_contents_fit_the_first_page(pdf: bytes, tmp_path: Path) -> None:
    first, second, *_ = page_texts(pdf, tmp_path)
    assert "The answer first" in first
    assert "Revisions and method" in first
    assert "Are those harmed safer?" in second


# The same bytes again


def test_the_head_of_each_page_names_the_section_with_which_it_begins(pdf: bytes, tmp_path: Path) -> None:
    section, inside = "", 0
    for text in page_texts(pdf, tmp_path)[1:]:
        head, *lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
        begun = [line.split()[0] for line in lines if re.match(r"(10|[1-9])  ?[A-Z]", line)]
        begins = begun[0] if re.match(r"(10|[1-9])  ?[A-Z]", lines[0]) else section
        assert re.search(rf"  {begins} [A-Z]", head), (head, begins)
        inside += begins == section
        section = (begun or [section])[-1]
    assert section == "10"
    assert inside >= 3


def test_a_figure_stands_on_one_page_with_the_table_of_its_numbers(pdf: bytes, tmp_path: Path) -> None:
    pages = page_texts(pdf, tmp_path)
    for figure, beside in (("2.1", "2.1"), ("3.1", "3.1"), ("4.1", "4.2"), ("5.1", "5.2"), ("8.1", "8.1")):
        assert [f"Figure {figure}" in text for text in pages] == [f"Table {beside} " in text for text in pages], figure


def test_the_same_input_gives_the_same_bytes_at_another_second(pdf: bytes) -> None:
    time.sleep(1.1)  # fonts carry the second in which they were cut
    assert render_pdf(SNAPSHOT, PUBLISHED) == pdf


def test_another_process_with_another_hash_seed_gives_the_same_bytes(pdf: bytes) -> None:
    code = (
        "import sys; from tests.reports.test_termly_pdf import PUBLISHED, SNAPSHOT, render_pdf;"
        "sys.stdout.buffer.write(render_pdf(SNAPSHOT, PUBLISHED))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert done.stdout == pdf


# Nothing from outside


OUTSIDE = {
    "stylesheet on the web": '<link rel="stylesheet" href="https://example.org/a.css">',
    "attachment from the disk": '<link rel="attachment" href="file:///etc/passwd">',
    "attachment by a link": '<a rel="attachment" href="file:///etc/passwd">a</a>',
    "image that is missing": '<img src="missing.png" alt="missing">',
    "image from the disk": '<img src="file:///etc/hostname" alt="a">',
    "image as data": '<img src="data:image/svg+xml,%3Csvg/%3E" alt="a">',
    "import in a style": '<style>@import url("http://127.0.0.1:9/a.css");</style>',
    "background": '<p style="background: url(file:///etc/passwd)">a</p>',
    "image inside a drawing": '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    "object": '<object data="file:///etc/passwd">a</object>',
    "parent folder of the font": '<img src="fonts/../../etc/passwd" alt="a">',
}


@pytest.mark.parametrize("planted", OUTSIDE.values(), ids=OUTSIDE)
def test_what_the_project_did_not_package_is_refused(planted: str) -> None:
    with pytest.raises(Unprintable):
        print_html(f"<html lang='en'><title>a</title><body><h1>a</h1>{planted}</body></html>")


def test_a_link_that_leads_outside_is_refused() -> None:
    with pytest.raises(UnsafePage, match="example"):
        print_html("<html lang='en'><title>a</title><body><a href='https://example.org/'>a</a></body></html>")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://example.org/", "data:,a", BASE_URL, f"{BASE_URL}fonts/"]
)
def test_the_fetcher_knows_its_dictionary_and_nothing_else(url: str) -> None:
    with pytest.raises(NotPackaged):
        packaged_fetcher().fetch(url)


def test_the_report_refuses_what_a_hostile_name_would_plant() -> None:
    hostile = a_snapshot(school={"urn": "1", "name": '"><link rel=attachment href=file:///etc/passwd>'})
    content = render_pdf(hostile, PUBLISHED)
    with opened(content) as made:
        assert len(made.attachments) == 0
        assert "rel=attachment" in str(made.docinfo.Title)
    assert "<link rel=attachment" not in render_html(hostile, PUBLISHED)
