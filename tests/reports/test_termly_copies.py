"""Groups, the national rate, the copies of a report and what each may carry; text of the school stays text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reports.presentation.cover import DRAFT_MARK, RESTRICTED_DRAFT_MARK, RESTRICTED_MARK
from reports.presentation.fairness import TrueCountsInPublishedCopy
from reports.termly import Cover, render_fragment, render_html, sha256_of, snapshot_json
from reports.terms import ENGLAND, UnknownNation, terms_for
from tests.reports.reading import DRAFT, PUBLISHED, RESTRICTED, said, section
from tests.reports.snapshots import SNAPSHOT, a_snapshot, true_counts

# Groups


def test_printed_groups_read_n_or_more_and_never_none() -> None:
    text = section(said(), 6)
    assert "Girls 435 or more 15 or more" in text
    assert "All others (Boys) the largest group, left out" in text
    assert "Not recorded too few to print" in text
    assert "EHC plan 25 or more 5 or more too few to print too few to print too few to print 5 or more" in text
    assert not re.search(r"\b(none|nobody)\b", text.replace("never means none", ""), re.IGNORECASE)


def test_true_counts_are_refused_under_a_governors_cover() -> None:
    with pytest.raises(TrueCountsInPublishedCopy):
        render_fragment(a_snapshot(groups=true_counts()), PUBLISHED)


def test_the_restricted_copy_has_true_counts() -> None:
    text = section(said(a_snapshot(groups=true_counts()), RESTRICTED), 6)
    assert "Girls 438 19 14 11 7 8" in text


def test_rates_of_groups_are_whole_numbers_on_printed_rolls_of_25_or_more() -> None:
    rates = section(said(), 6).split("Per 100 pupils of the group")[1]
    assert "Special educational needs: SEN support 12 or more 8 or more 4 or more 8 or more" in rates
    assert "unknown" not in rates
    assert "Not recorded" not in rates


def test_groups_that_were_published_before_carry_their_date() -> None:
    taken_over = Cover(phase="secondary", context={"groups_as_at": "2026-01-30"})
    assert "as they stood on 30 January 2026" in said(cover=taken_over)


# National rate


def test_the_national_rate_of_phase_and_term_stands_beside_with_source_date_and_caution() -> None:
    text = section(said(), 5)
    assert "England, autumn 2024-25" in text
    assert "Suspensions 4.56 7.83 287,306" in text
    assert "Permanent exclusions 0.111 0.085 3,128" in text
    assert "20 November 2025" in text
    assert "the same term can be given two rates" in text


def test_a_report_is_not_cautioned_against_what_came_after_its_day() -> None:
    later = "more pupils count as eligible for free school meals"
    assert later not in section(said(), 5)
    assert later in section(said(a_snapshot(as_at="2026-11-25")), 5)


def test_a_report_knows_only_what_had_been_released_on_its_day() -> None:
    text = said(a_snapshot(as_at="2025-11-19"))
    assert "The software holds none of the autumn term that had been released by the day of the report." in text


def test_the_national_rate_claims_no_more_than_that_the_software_holds_no_newer_one() -> None:
    text = section(said(a_snapshot(as_at="2026-11-25")), 5)
    assert "The software holds none of a later autumn term that had been released by the day of the report." in text
    assert "in arrears" not in text


# Cover and standing


MARKS = (DRAFT_MARK, RESTRICTED_MARK, RESTRICTED_DRAFT_MARK)
OF_THE_PUBLISHED = replace(RESTRICTED, status="published")


@pytest.mark.parametrize(
    ("cover", "mark"),
    [(DRAFT, DRAFT_MARK), (RESTRICTED, RESTRICTED_DRAFT_MARK), (OF_THE_PUBLISHED, RESTRICTED_MARK), (PUBLISHED, "")],
)
def test_a_copy_that_is_not_the_published_one_is_marked(cover: Cover, mark: str) -> None:
    snapshot = a_snapshot(groups=true_counts()) if cover.restricted else SNAPSHOT
    text = said(snapshot, cover)
    assert [each for each in MARKS if each in text] == [mark] * bool(mark)


@pytest.mark.parametrize("cover", [RESTRICTED, OF_THE_PUBLISHED], ids=["of a draft", "of the published"])
def test_the_restricted_copy_says_of_digests_only_that_its_own_stands_nowhere(cover: Cover) -> None:
    text = said(a_snapshot(groups=true_counts()), cover)
    assert "This restricted copy is never published: no record holds its digest." in text
    assert "that is made when the report is published" not in text


def test_context_lines_are_printed_when_given_and_the_head_s_own_only_in_the_restricted_copy() -> None:
    context = {
        "avoided_with_out_of_lessons": 3,
        "candidate_pupils": 48,
        "candidates_under_new_policy": 2,
        "probable_not_restorative_total": 30,
        "probable_not_restorative_excluded": 18,
        "indicated_without_threshold": 4,
    }
    text = said(cover=Cover(phase="secondary", context=context))
    assert "3 pupils had another record of being out of lessons" in text
    assert "48 different pupils" in text
    assert "18 of 30 ended in exclusion (60%)" in text
    assert "nobody recorded anything" not in text
    restricted = said(a_snapshot(groups=true_counts()), Cover(phase="secondary", context=context, restricted=True))
    assert "nobody recorded anything: 4" in restricted


def test_the_restricted_copy_does_not_say_that_the_report_is_not_yet_published() -> None:
    text = said(a_snapshot(groups=true_counts()), RESTRICTED)
    assert "not yet approved" not in text
    assert "not yet published" not in text
    assert "Approval none: this copy is the head’s own and is never published" in text


def test_revisions_are_printed_in_words() -> None:
    revisions = [
        {
            "term": "2024-25 summer",
            "published_as_at": "2025-09-30",
            "key": "cohort.avoided",
            "was": 8,
            "now": 9,
        },
        {
            "term": "2024-25 summer",
            "published_as_at": "2025-09-30",
            "key": "actual.sent_home.school_days",
            "was": None,
            "now": 1.5,
        },
    ]
    text = section(said(a_snapshot(revisions=revisions)), 10)
    assert "Summer term 2024-25 30 September 2025 Candidates: avoided 8 9" in text
    assert "Sent home, not recorded as a suspension: school days not known 1.5" in text
    assert "Figures published earlier that are different as at 27 February 2026" in text
    assert "Compared are exclusions avoided, what became of the candidates, the lines of section 5" in text


@pytest.mark.parametrize(
    ("compared", "words"),
    [
        (0, "No report had been published by 27 February 2026, so there is none to compare with."),
        (1, "Compared with 1 report published earlier, the last of its term, none of these is different as at 27 Feb"),
        (
            4,
            "Compared with 4 reports published earlier, the last of each term, none of these is different as at 27 Feb",
        ),
        (
            None,
            "Compared with reports published earlier, none of these is different as at 27 February 2026: exclusions",
        ),
    ],
)
def test_without_revisions_the_report_says_which_holds_and_what_was_compared(compared: int | None, words: str) -> None:
    text = section(said(cover=replace(PUBLISHED, context={"reports_compared": compared})), 10)
    assert words in text
    assert "today" not in text.split("Beside the headline")[0]
    assert ("The other figures are not compared." in text) == (compared != 0)


def test_a_term_that_is_not_over_says_so() -> None:
    assert "The term is not over" in said(a_snapshot(as_at="2025-12-01"))


def test_a_small_school_is_told_that_small_figures_point_to_children() -> None:
    assert "can point to a child" in section(said(a_snapshot(pupils_on_roll=40)), 9)
    assert "can point to a child" not in section(said(), 9)


def test_an_empty_term_reads_as_sentences() -> None:
    nothing = dict.fromkeys(SNAPSHOT["cohort"], 0)
    empty = a_snapshot(
        cohort=nothing,
        agreements=dict.fromkeys(SNAPSHOT["agreements"], 0),
        funnel=dict.fromkeys(SNAPSHOT["funnel"], 0),
        responses=dict.fromkeys(SNAPSHOT["responses"], 0),
        training=dict.fromkeys(SNAPSHOT["training"], 0),
        groups={},
        harmed=SNAPSHOT["harmed"]
        | {
            "people": 0,
            "offered": 0,
            "told": 0,
            "safe": {"yes": 0, "no": 0, "unsure": 0, "asked": 0},
            "put_right": {"yes": 0, "no": 0, "partly": 0, "asked": 0},
        },
    )
    text = said(empty)
    assert "No person was recorded as harmed" in text
    assert "No agreements were made" in text
    assert "There were no candidates in this term" in text
    assert "0 of 0 were" not in text


# Text of the school stays text


def test_markup_in_a_name_or_in_the_commentary_stays_text() -> None:
    hostile = a_snapshot(school={"urn": "1", "name": "<b>Larks</b> & <img src=x>"})
    cover = Cover(phase="secondary", commentary="<script>alert(1)</script>\n\nSecond part.")
    for html in (render_html(hostile, cover), render_fragment(hostile, cover)):
        assert "<script" not in html
        assert "<img" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;b&gt;Larks&lt;/b&gt; &amp; &lt;img src=x&gt;" in render_html(hostile, cover)


def test_page_and_print_carry_the_same_sections() -> None:
    def sections(html: str) -> list[str]:
        return re.findall(r'<section class="report-section" id="report-\d+">.*?</section>', html, re.DOTALL)

    def unstyled(html: str) -> str:
        return re.sub(r' color="#14252a"', "", html)

    page, printed = sections(render_fragment(SNAPSHOT, PUBLISHED)), sections(render_html(SNAPSHOT, PUBLISHED))
    assert len(page) == 10
    assert page == [unstyled(each) for each in printed]


# Canonical form and words of law


def test_the_digest_is_of_the_canonical_form_and_knows_no_order() -> None:
    turned = dict(reversed(list(SNAPSHOT.items())))
    assert snapshot_json(turned) == snapshot_json(SNAPSHOT)
    assert sha256_of(turned) == sha256_of(SNAPSHOT)
    assert sha256_of(a_snapshot(as_at="2026-02-28")) != sha256_of(SNAPSHOT)
    assert sha256_of(SNAPSHOT)[:12] in said()


def test_words_of_law_come_from_the_nation_s_pack() -> None:
    assert terms_for("england") is ENGLAND
    with pytest.raises(UnknownNation, match="Wales"):
        render_fragment(SNAPSHOT, Cover(phase="secondary", nation="Wales"))
