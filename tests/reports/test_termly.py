"""What the termly report says first, how it adds up, and what it may never say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from app.cli.demo_reports import WHAT_CHANGED
from reports.presentation.headline import OVER_CLAIMING
from reports.presentation.like_terms import columns_of, trend
from reports.presentation.report import present
from reports.presentation.words import percent
from reports.termly import claims_in, render_fragment, render_html
from tests.reports.reading import DRAFT, PUBLISHED, RESTRICTED, said, section, words
from tests.reports.snapshots import SNAPSHOT, a_snapshot, history, true_counts


def without_line(line: str) -> dict[str, Any]:
    avoided = {"printed": False, "missing": [line], "probable": None, "possible": None, "strict": None}
    return a_snapshot(exclusions_avoided=avoided, actual=SNAPSHOT["actual"] | {line: None})


# The order and the answer


def test_the_ten_sections_stand_in_the_order_of_the_measure() -> None:
    titles = [each.title for each in present(SNAPSHOT, PUBLISHED, "0" * 64).sections]
    assert titles == [
        "Are those harmed safer?",
        "Are agreements kept?",
        "Who takes part, who declines, who is not offered?",
        "Exclusions avoided",
        "Has exclusion moved elsewhere?",
        "Is it fair?",
        "Are facilitators trained and not overloaded?",
        "Over-claiming check",
        "Limits",
        "Revisions and method",
    ]


def test_the_answer_comes_before_the_first_section_and_says_that_it_is_a_judgement() -> None:
    first = said().split("1 Are those harmed safer?")[0]
    assert "14 to 17 suspensions and 0 to 1 permanent exclusions are counted as avoided" in first
    assert "31 to 37 indicated suspension days not used" in first
    assert "a judgement recorded at the time, not proof" in first


def test_a_headline_whose_bounds_agree_is_one_number() -> None:
    avoided = SNAPSHOT["exclusions_avoided"] | {
        "possible": {"suspensions": 0, "permanent_exclusions": 0, "school_days": 0}
    }
    assert "14 suspensions and no permanent exclusions are counted as avoided" in said(
        a_snapshot(exclusions_avoided=avoided)
    )


def test_while_a_line_is_missing_no_headline_is_printed_and_the_line_is_named() -> None:
    text = said(without_line("sent_home"))
    assert "counted as avoided in the" not in text
    assert "The headline is not printed" in text
    assert "has not supplied: sent home, not recorded as a suspension" in text
    assert "14 to 17" not in text
    assert "The stricter reading is held back" in text


def test_while_the_headline_is_held_back_it_says_what_is_counted_all_the_same() -> None:
    text = said(without_line("sent_home"), replace(PUBLISHED, context={"avoided_with_out_of_lessons": 0}))
    assert "the range of exclusions avoided in this term is held back. What became of the candidates" in text
    assert "below and in section 8: their “avoided” is open to the same doubt." in text
    assert "Of the pupils whose exclusion is counted as avoided" not in text


def test_a_line_that_was_not_supplied_says_so_in_its_row() -> None:
    assert "Reduced timetable not supplied" in section(said(without_line("reduced_timetable")), 5)


@pytest.mark.parametrize("line", ["suspensions", "permanent_exclusions"])
def test_where_the_register_is_not_supplied_nobody_says_that_nothing_was_cancelled(line: str) -> None:
    nothing = {"suspensions": 0, "permanent_exclusions": 0, "school_days_out": 0}
    unsupplied = f"the school has not supplied its {line.replace('_', ' ')}."
    text = section(said(without_line(line) | {"cancelled": nothing}), 5)
    assert f"Cancelled this term: not known, since {unsupplied}" in text
    text = section(said(without_line(line)), 5)
    assert "Cancelled this term, as far as recorded: 1 suspension and no permanent exclusions. Before" in text
    assert f"T{unsupplied[1:]}" in text


def test_no_section_speaks_of_days_kept_in_education() -> None:
    assert "kept in education" not in said()


# Adding up


def test_the_cohort_says_that_its_rows_add_up_to_its_candidates() -> None:
    assert "The eight rows add up to 61" in said()


def test_a_cohort_that_does_not_add_up_is_never_printed() -> None:
    wrong = a_snapshot(cohort=SNAPSHOT["cohort"] | {"avoided": 19})
    with pytest.raises(ValueError, match="do not add up"):
        render_fragment(wrong, PUBLISHED)


def test_agreements_that_do_not_add_up_are_never_printed() -> None:
    wrong = a_snapshot(agreements=SNAPSHOT["agreements"] | {"made": 45})
    with pytest.raises(ValueError, match="do not add up"):
        render_fragment(wrong, PUBLISHED)


# Rules of presentation


def test_no_word_claims_a_cause_or_money() -> None:
    everything = [
        said(),
        said(cover=DRAFT),
        said(without_line("sent_home")),
        said(a_snapshot(groups=true_counts()), RESTRICTED),
        words(render_html(SNAPSHOT, PUBLISHED)),
    ]
    assert [claims_in(text) for text in everything] == [[]] * len(everything)


@pytest.mark.parametrize(
    "claim",
    [
        "thanks to the circles",
        "Because of this",
        "which led to",
        "it saved £900",
        "It led  to fewer",
        "because\nof circles",
        "thanks, to circles",
        "this led -\r\nto fewer",
        "Because circles work, exclusions fell",
        "The fall is explained by circles",
        "Either may explain a part of what changed",
        "Circles have reduced exclusions",
        "Circles cut the number of our suspensions",
        "suspensions were halved by it",
        "we talk more, so fewer were sent home",
        "it is attributable to circles",
    ],
)
def test_a_claim_of_cause_or_money_is_recognised(claim: str) -> None:
    assert claims_in(f"Fewer suspensions, {claim}.") != []


@pytest.mark.parametrize(
    "said_only",
    [
        "Three pupils began on a reduced timetable, and exclusions fell.",
        "The lunch break was cut by ten minutes in September.",
        "Exclusions fell. The budget of the inclusion room was reduced.",
        "Staff explained the new policy to parents.",
    ],
)
def test_what_changed_and_when_is_no_claim(said_only: str) -> None:
    assert claims_in(said_only) == []


def test_the_demonstration_s_own_words_claim_nothing() -> None:
    assert claims_in(WHAT_CHANGED) == []


def test_a_percentage_stands_only_where_twenty_or_more_were_counted() -> None:
    repeats = section(said(), 1).split("Harm by the same person")[1]
    assert "Within 30 calendar days 5 90 6%" in repeats
    assert "Within 90 calendar days 2 19 –" in repeats


def test_a_table_in_which_no_percentage_may_stand_has_no_column_for_them() -> None:
    few = SNAPSHOT["agreements"] | {"made": 14, "kept": 3}
    text = section(said(a_snapshot(agreements=few)), 2)
    assert "%" not in text
    assert "No percentages: fewer than 20 were counted." in text


def test_percentages_are_rounded_half_to_even() -> None:
    # 1 of 40 is 2.5 %, 3 of 40 is 7.5 %: to the even neighbour each.
    few = SNAPSHOT["agreements"] | {
        "made": 40, "kept": 35, "partly_kept": 1, "not_kept": 3, "withdrawn": 1, "active": 0,
    }  # fmt: skip
    text = section(said(a_snapshot(agreements=few)), 2)
    assert "Partly kept 1 2%" in text
    assert "Not kept 3 8%" in text


def test_some_are_never_none_of_a_hundred_and_not_all_never_every_one() -> None:
    said_of = {(1, 950): "under 1%", (0, 950): "0%", (949, 950): "over 99%", (950, 950): "100%", (1, 19): "–"}
    assert {each: percent(*each) for each in said_of} == said_of


def test_no_rate_is_printed_for_a_roll_under_twenty_or_unknown() -> None:
    for pupils in (19, None):
        text = section(said(a_snapshot(pupils_on_roll=pupils)), 5)
        assert "Suspensions 41 20 102.5 –" in text
        assert "41, no rate" in text


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ((60, 55, 52), "↓ below all three"),
        ((10, 20, 40), "↑ above all three"),
        ((41, 20, 40), "within their range"),
        ((None, 20, 40), "too few terms"),
    ],
)
def test_a_trend_is_said_only_against_three_like_terms(before: tuple[int | None, ...], words: str) -> None:
    snapshot = a_snapshot(history=history(*before))
    assert trend(columns_of(snapshot), "suspensions") == words


def test_there_is_no_arrow_at_all_where_earlier_terms_are_missing() -> None:
    text = said(a_snapshot(history=history(None, None, None)))
    assert not re.search("[↑↓]", text.replace("An arrow", ""))


def test_cases_with_an_agreement_are_told_from_agreements_made_in_the_term() -> None:
    assert "These are cases of the term; section 2 has agreements made in it." in section(said(), 3)


# Over-claiming

HELD_BACK = {"printed": False, "missing": ["suspensions"], "probable": None, "possible": None, "strict": None}


def test_the_fixed_sentence_stands_first_and_in_its_section_when_the_check_is_flagged() -> None:
    flagged = SNAPSHOT["over_claiming"] | {"flagged": True, "ratio": {"value": 2.0, "low": 1.2, "high": 3.1}}
    text = said(a_snapshot(over_claiming=flagged))
    assert OVER_CLAIMING in text.split("1 Are those harmed safer?")[0]
    assert OVER_CLAIMING in section(text, 8)


def test_an_unflagged_check_does_not_carry_the_sentence_and_does_not_acquit() -> None:
    assert OVER_CLAIMING not in said()
    assert "does not show that the claims are right" in section(said(), 8)


def without(side: str) -> str:
    none = SNAPSHOT["over_claiming"] | {side: None, "ratio": None, "flagged": None}
    return said(a_snapshot(over_claiming=none, exclusions_avoided=HELD_BACK))


def test_without_earlier_years_the_check_has_no_baseline() -> None:
    text = without("baseline")
    assert "No baseline" in section(text, 8)
    assert "Ratio of the two rates – no baseline" in section(text, 8)
    assert "counted all the same, below and in section 8: their" in section(text, 4)


def test_without_this_term_s_own_lines_it_is_this_term_that_is_missing() -> None:
    text = without("would_be")
    assert "This term is not supplied" in section(text, 8)
    assert "Ratio of the two rates – not supplied" in section(text, 8)
    assert "no baseline" not in section(text, 8).casefold()
    assert "counted all the same, below: their" in section(text, 4)


def test_a_baseline_without_exclusions_has_a_ratio_without_upper_limit() -> None:
    none = SNAPSHOT["over_claiming"] | {
        "baseline": {"count": 0, "rate": 0.0, "low": 0.0, "high": 0.13, "years": ["2024-25"]},
        "ratio": {"value": None, "low": 20.1, "high": None},
        "flagged": True,
    }
    assert "not defined 20.1, no upper limit" in section(said(a_snapshot(over_claiming=none)), 8)


def test_the_page_of_a_report_stays_light() -> None:
    """With the frame of a page (under 4,600 bytes) no more than 60 KB."""
    assert len(render_fragment(SNAPSHOT, PUBLISHED).encode()) <= 56_800
