"""Section 8: the over-claiming check. It cannot be switched off, and it is a question, never a verdict."""

from __future__ import annotations

from typing import Any

from reports.charts import Interval, intervals
from reports.presentation.avoided import same_number
from reports.presentation.blocks import Block, Bullets, Caution, Figure, Paragraph, Row, Table, row, table, words_cell
from reports.presentation.cover import Cover
from reports.presentation.headline import OVER_CLAIMING
from reports.presentation.words import (
    NONE,
    NOT_SUPPLIED,
    Snapshot,
    academic_year,
    capital,
    decimal,
    listed,
    number,
    runs_until,
    season,
)
from reports.terms import Terms

WAITS = "after the term’s last day"
HOW_TO_READ = (
    "The first row is what exclusions would have been had every avoided and every unfinished case ended in "
    "one; the second is what the school gave in the same term of the years before. If the school now counts as "
    "avoided far more than it ever gave, the threshold may have moved. It is a question to ask, never a "
    "verdict: exclusions cluster in few pupils, so the intervals are too narrow; a small school is hardly ever "
    "flagged; claims up to the old level cannot be seen; and cases in progress make the first report of a term "
    "its highest."
)


def over_claiming_blocks(snapshot: Snapshot, cover: Cover, terms: Terms) -> list[Block]:
    """The comparison with its intervals and what it rests on, and the fixed sentence where it is flagged; or
    which side is missing."""
    check = snapshot["over_claiming"]
    blocks = _verdict(check, runs_until(snapshot))
    if check["would_be"]:
        blocks.append(Bullets(tuple(rests_on(snapshot, cover))))
    if check["would_be"] or check["baseline"]:
        if check["ratio"] and not is_held_back(snapshot):
            blocks.append(_figure(check, snapshot))
        blocks.append(_table(check, snapshot, terms))
    return [*blocks, Paragraph(HOW_TO_READ)]


def rests_on(snapshot: Snapshot, cover: Cover) -> list[str]:
    """The years it is held against, the candidates that it counts, and how many of all stand under a new policy."""
    cohort, baseline = snapshot["cohort"], snapshot["over_claiming"]["baseline"]
    headline = (
        " The headline counts by the term of the last evidence"
        f"{'.' if same_number(snapshot) else ', so its numbers are others.'}"
        if snapshot["exclusions_avoided"]["printed"]
        else ""
    )
    counted_in = (
        f"Counted with what was given: {number(cohort['avoided'])} avoided and {number(cohort['in_progress'])} in "
        f"progress of this term’s incidents, of both confidences (section 4, the table of candidates).{headline}"
    )
    new, candidates = cover.count("candidates_under_new_policy"), cohort["candidates"]
    under_new = (
        f"{'All' if new == candidates > 1 else f'{number(new)} of'} {number(candidates)} candidates stand under a "
        "version of the policy less than a year old at the start of the term: a stricter version indicates more."
        if new
        else ""
    )
    return [line for line in (_years(snapshot) if baseline else "", counted_in, under_new) if line]


def _years(snapshot: Snapshot) -> str:
    """The years of the baseline, and whose choice they are."""
    used, wanted = snapshot["over_claiming"]["baseline"]["years"], snapshot["settings"]["baseline_years"]
    before = [academic_year(each["term"]) for each in snapshot["history"]]
    choice = "the three years before" if sorted(wanted) == sorted(before) else "the school’s own choice of years"
    unused = [year for year in wanted if year not in used]
    gap = f" without {listed(unused)}, for which figures are missing" if unused else ""
    alone = " alone" if len(used) == 1 else ""
    return f"The years before: the {season(snapshot['term']['name'])} {_terms_of(used)}{alone}, {choice}{gap}."


def _terms_of(years: list[str]) -> str:
    return f"{'term' if len(years) == 1 else 'terms'} of {listed(list(years))}"


def is_held_back(snapshot: Snapshot) -> bool:
    """Whether the answer waits for the term's end. A part of a term that lies above whole ones already is told at once."""
    return runs_until(snapshot) is not None and snapshot["over_claiming"]["flagged"] is False


def _verdict(check: dict[str, Any], still_runs_until: str | None) -> list[Block]:
    if check["flagged"] is None:
        return [Caution("No baseline" if check["would_be"] else "This term is not supplied", _why_none(check))]
    if check["flagged"]:
        already = (
            f"This term still runs until {still_runs_until}, and this part of it alone lies above the whole terms."
        )
        return [Caution("Over-claiming check", OVER_CLAIMING), *([Paragraph(already)] if still_runs_until else [])]
    return [Paragraph(_not_flagged(check["ratio"], still_runs_until), lead=True)]


def _not_flagged(ratio: dict[str, Any], still_runs_until: str | None) -> str:
    if still_runs_until:
        return (
            f"This term still runs until {still_runs_until}: a part of a term is not set against whole terms, and no "
            "verdict is given before it ends."
        )
    where = (
        "the whole interval of the ratio lies below 1: would-be exclusions are fewer than the school used to give"
        if ratio["high"] is not None and ratio["high"] < 1
        else "the interval of the ratio holds 1, so the two rates cannot be told apart"
    )
    return f"The check does not flag this term: {where}. That does not show that the claims are right."


def _why_none(check: dict[str, Any]) -> str:
    if not check["would_be"]:
        return (
            "This term’s own exclusions or roll are not supplied, so there is nothing to hold against the years before."
        )
    return (
        "No earlier year has the same term with both lines and the roll supplied, so the claims of this term "
        "cannot be held against what the school used to give."
    )


def _figure(check: dict[str, Any], snapshot: Snapshot) -> Figure:
    rows = [
        _interval("This term, would-be", check["would_be"], filled=True),
        _interval(
            _earlier(season(snapshot["term"]["name"]), check["baseline"]["years"]), check["baseline"], filled=False
        ),
    ]
    said = "; ".join(f"{each.name}: {each.words}" for each in rows)
    caption = "Exclusions that would have been, and exclusions in the years before, per 100 pupils"
    chart = intervals(
        f"{caption}, with 95% intervals. {said}.",
        "A filled point with a whole line is this term, an open point with a dashed line the years before; the "
        "table below has the same figures.",
        rows,
        axis="per 100 pupils, with 95% intervals",
    )
    return Figure(caption, chart)


def _earlier(name: str, years: list[str]) -> str:
    return f"Earlier {name} terms" if len(years) > 1 else capital(f"{name} {_terms_of(years)}")


def _interval(name: str, side: dict[str, Any], *, filled: bool) -> Interval:
    words = f"{decimal(side['rate'])} ({limits(side['low'], side['high'])})"
    return Interval(name, side["rate"], side["low"], side["high"], words, filled)


def limits(low: float, high: float | None) -> str:
    """ "15.5 to 52.4"; an interval without upper limit says so."""
    return f"{decimal(low)} to {decimal(high)}" if high is not None else f"{decimal(low)}, no upper limit"


def _table(check: dict[str, Any], snapshot: Snapshot, terms: Terms) -> Table:
    baseline, ratio = check["baseline"], check["ratio"]
    season_name = season(snapshot["term"]["name"])
    earlier = f"{season_name} {_terms_of(baseline['years'])}" if baseline else f"earlier {season_name} terms"
    so_far = " so far" if runs_until(snapshot) else ""
    own = f"Would-be exclusions of this term{so_far}"
    waits = is_held_back(snapshot) and check["would_be"]
    rows = [
        row(own, number(waits["count"]), NONE, words_cell(WAITS)) if waits else _side(own, check["would_be"]),
        _side(f"Exclusions in the {earlier}", baseline),
    ]
    if not is_held_back(snapshot):
        interval = words_cell(limits(ratio["low"], ratio["high"]) if ratio else NONE)
        rows.append(row("Ratio of the two rates", NONE, _ratio(check), interval))
    return table(
        "Would-be exclusions beside the years before",
        ["Measure", "Count", "Per 100 pupils", "95% interval"],
        rows,
        note=f"Would-be = {terms.suspension.many} and {terms.permanent_exclusion.many} given + candidates "
        "avoided + candidates in progress, of both confidences. Intervals of the rates: exact (Garwood); of "
        "the ratio: exact conditional (Clopper–Pearson on the split).",
        words=["95% interval"],
    )


def _side(name: str, side: dict[str, Any] | None) -> Row:
    if side is None:
        return row(name, NONE, NONE, words_cell(NOT_SUPPLIED))
    return row(name, number(side["count"]), decimal(side["rate"]), words_cell(limits(side["low"], side["high"])))


def _ratio(check: dict[str, Any]) -> str:
    ratio = check["ratio"]
    if ratio is None:
        return "no baseline" if check["would_be"] else NOT_SUPPLIED
    if ratio["value"] is None:
        return "not defined"
    return f"{decimal(ratio['value'])} times"
