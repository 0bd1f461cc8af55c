"""The answer first: one paragraph and a few large figures, before any section."""

from __future__ import annotations

from typing import Any

from reports.presentation.blocks import Caution, Fact
from reports.presentation.words import (
    Snapshot,
    capital,
    counted,
    listed,
    long_date,
    number,
    of,
    runs_until,
    span,
    spanned,
    term_words,
)
from reports.terms import Noun, Terms

DAYS = Noun("school day", "school days")
JUDGEMENT = "That an exclusion was avoided is a judgement recorded at the time, not proof."
# Fixed by measure.md, report 8: printed whenever the interval lies wholly above 1, and nothing can switch it off.
OVER_CLAIMING = "The school claims more avoided exclusions than it used to give, and its threshold needs looking at."


def answer(snapshot: Snapshot, terms: Terms) -> str:
    """The headline paragraph: avoided, given, those harmed, agreements, and what kind of statement it is."""
    parts = [_avoided(snapshot, terms), _given(snapshot, terms), _harmed(snapshot["harmed"]), _kept(snapshot)]
    return " ".join([*(part for part in parts if part), JUDGEMENT])


def _avoided(snapshot: Snapshot, terms: Terms) -> str:
    avoided = snapshot["exclusions_avoided"]
    if not avoided["printed"]:
        return (
            f"The range of exclusions avoided in the {term_words(snapshot['term']['name'])} is not printed, "
            f"since the school has not supplied: {missing_lines(snapshot, terms)}."
        )
    term = term_words(snapshot["term"]["name"])
    counts = capital(" and ".join(avoided_words(avoided, terms)))
    days = _pair(avoided, "school_days")
    indicated = f"indicated {terms.suspension.one} day"
    unused = f": {spanned(*days, Noun(indicated, f'{indicated}s'))} not used" if sum(days) else ""
    return f"{counts} are counted as avoided in the {term}{unused}."


def avoided_words(avoided: dict[str, Any], terms: Terms) -> list[str]:
    """ "4 to 5 suspensions", "1 permanent exclusion" """
    return [
        spanned(*_pair(avoided, "suspensions"), terms.suspension),
        spanned(*_pair(avoided, "permanent_exclusions"), terms.permanent_exclusion),
    ]


def _pair(avoided: dict[str, Any], key: str) -> tuple[int | float, int | float]:
    return avoided["probable"][key], avoided["possible"][key]


def missing_lines(snapshot: Snapshot, terms: Terms) -> str:
    """The lines of section 5 that hold the headline back, by name."""
    missing = snapshot["exclusions_avoided"]["missing"]
    return listed([terms.lines[line].lower() for line in missing])


def _given(snapshot: Snapshot, terms: Terms) -> str:
    suspensions, permanent = (snapshot["actual"][key] for key in ("suspensions", "permanent_exclusions"))
    if suspensions is None or permanent is None:
        return ""
    given = counted(suspensions["occasions"], terms.suspension)
    if suspensions["occasions"]:
        given += f" ({counted(suspensions['school_days'], DAYS)})"
    return f"In the same term the school gave {given} and {counted(permanent['occasions'], terms.permanent_exclusion)}."


def _harmed(harmed: dict[str, Any]) -> str:
    if not harmed["people"]:
        return "No person was recorded as harmed in the cases of this term."
    safe = harmed["safe"]
    answered = safe["yes"] + safe["no"] + safe["unsure"]
    asked = f" A check-in was held with or due for {of(safe['asked'], harmed['people'])}"
    said = f"{asked}: {of(safe['yes'], answered)} who answered said they felt safe." if answered else ""
    return f"Of the people harmed, {of(harmed['offered'], harmed['people'])} were offered a say in a response.{said}"


def _kept(snapshot: Snapshot) -> str:
    agreements = snapshot["agreements"]
    if not agreements["made"]:
        return "No agreements were made."
    verb = "has" if agreements["kept"] == 1 else "have"
    kept = f"Of the agreements made this term, {of(agreements['kept'], agreements['made'])} {verb} been kept"
    still = agreements["active"]
    return f"{kept}; {number(still)} {'is' if still == 1 else 'are'} still open." if still else f"{kept}."


def facts(snapshot: Snapshot, terms: Terms) -> tuple[Fact, ...]:
    """The large figures under the headline. A figure that may not be printed says so in its place."""
    return (*_avoided_facts(snapshot, terms), *_given_facts(snapshot, terms), *_people_facts(snapshot))


def _avoided_facts(snapshot: Snapshot, terms: Terms) -> tuple[Fact, ...]:
    avoided = snapshot["exclusions_avoided"]
    if not avoided["printed"]:
        return (Fact("Not printed", "range of exclusions avoided: lines of section 5 are not supplied"),)
    permanent = _pair(avoided, "permanent_exclusions")
    return (
        Fact(span(*_pair(avoided, "suspensions")), f"{terms.suspension.many} counted as avoided"),
        Fact(span(*permanent), f"{_noun(sum(permanent), terms.permanent_exclusion)} counted as avoided"),
        Fact(span(*_pair(avoided, "school_days")), f"indicated {terms.suspension.one} days not used"),
    )


def _given_facts(snapshot: Snapshot, terms: Terms) -> tuple[Fact, ...]:
    suspensions = snapshot["actual"]["suspensions"]
    if suspensions is None:
        return (Fact("Not supplied", f"{terms.suspension.many} given this term"),)
    return (
        Fact(number(suspensions["occasions"]), f"{_noun(suspensions['occasions'], terms.suspension)} given this term"),
    )


def _people_facts(snapshot: Snapshot) -> tuple[Fact, ...]:
    safe, people, agreements = snapshot["harmed"]["safe"], snapshot["harmed"]["people"], snapshot["agreements"]
    answered = safe["yes"] + safe["no"] + safe["unsure"]
    return (
        Fact(
            of(safe["yes"], answered),
            f"people harmed who answered feel safe; {of(safe['asked'], people)} had a check-in, held or due",
        )
        if answered
        else Fact("0", "people harmed have answered at a check-in yet"),
        Fact(of(agreements["kept"], agreements["made"]), f"agreements made this term are kept{_still_open(agreements)}")
        if agreements["made"]
        else Fact("0", "agreements were made this term"),
    )


def _still_open(agreements: dict[str, int]) -> str:
    return f"; {number(agreements['active'])} still open" if agreements["active"] else ""


def _noun(count: int | float, noun: Noun) -> str:
    return noun.one if count == 1 else noun.many


def first_cautions(snapshot: Snapshot) -> tuple[Caution, ...]:
    """What stands on the first page because it changes how the headline is read."""
    found = []
    if snapshot["over_claiming"]["flagged"]:
        found.append(Caution("Over-claiming check", f"{OVER_CLAIMING} See section 8."))
    if snapshot["as_at"] < snapshot["term"]["period_ends_on"]:
        title = "The term is not over" if runs_until(snapshot) else "Days that count to the term are still to come"
        last = long_date(snapshot["term"]["period_ends_on"])
        text = f"These figures run to the day of the report. What happens until {last} still counts to the term."
        found.append(Caution(title, text))
    return tuple(found)
