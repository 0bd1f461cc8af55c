"""Rules that look at several rows or files at once (figures.md 7).

Terms, policy versions, pupils' numbers, agreements and their meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from app.bundle.difference import Difference
from app.bundle.files.place import TERM_NAMES
from app.bundle.files.published import groups_in
from app.bundle.problems import Problems
from app.bundle.reading import Given, Reading
from app.bundle.spec import Family
from app.bundle.stored import Stored
from app.casework.calendar import london
from app.casework.words import CalendarKind, ResponseStatus

Meetings = dict[str, tuple[ResponseStatus, datetime | None]]
"""Status and time of each response."""
PUBLISHED = "published_reports.csv"
Placed = tuple[int | None, dict[str, Any]]
"""Line of the bundle (None: stored already) and the row."""


def after_import(
    family: Family, given: Iterable[Given], stored: Iterable[Stored], difference: Difference
) -> Iterator[Placed]:
    """The rows of a family as they would stand after the import."""
    replaced = {row.id for row, _new in difference.changed}
    mentioned = {family.identity(new.main) for new in given}
    for row in stored:
        if row.id not in replaced and family.identity(row.main) not in mentioned:
            yield None, dict(zip(family.names, row.main, strict=True))
    for new in given:
        yield new.line, dict(zip(family.names, new.main, strict=True))


def check_calendar(rows: Iterable[Placed], problems: Problems) -> None:
    """Two terms that overlap; a year without its three terms unless it is the last."""
    whole = [
        (line, row) for line, row in rows if row["kind"] is CalendarKind.TERM and row["starts_on"] and row["ends_on"]
    ]
    terms = sorted(whole, key=lambda placed: (placed[1]["starts_on"], placed[1]["ends_on"]))
    for (line, one), (next_line, other) in pairwise(terms):
        if other["starts_on"] <= one["ends_on"]:
            wrong = f"The term overlaps with {one['academic_year']} {one['name']}, which ends on {one['ends_on']}."
            problems.add("calendar.csv", next_line or line, "starts_on", wrong, "Terms follow one another.")
    years: dict[str, dict[str, int | None]] = {}
    for line, row in terms:
        years.setdefault(row["academic_year"], {})[row["name"]] = line
    for year in sorted(years)[:-1]:
        missing = [name for name in TERM_NAMES if name not in years[year]]
        if missing:
            line = next(iter(years[year].values()))
            wrong = f"{year} has no term named {' or '.join(missing)}."
            problems.add("calendar.csv", line, "academic_year", wrong, "Only the last year may lack terms.")


def check_policy(rows: Iterable[Placed], problems: Problems) -> None:
    """Two versions with one in_force_from."""
    first: dict[date, str] = {}
    for line, row in rows:
        version = first.setdefault(row["in_force_from"], row["version"])
        if version != row["version"]:
            wrong = f"Versions {version} and {row['version']} are both in force from {row['in_force_from']}."
            problems.add("policy.csv", line, "in_force_from", wrong, "Give each version its own day.")


def check_pupils(rows: Iterable[Placed], problems: Problems) -> None:
    """Two pupils with one mis_id."""
    seen: dict[str, str] = {}
    for line, row in rows:
        name = str(row["upn"])
        if row["mis_id"] is not None and seen.setdefault(row["mis_id"], name) != name:
            problems.add(
                "pupils.csv", line, "mis_id", f"“{row['mis_id']}” is another pupil’s.", "Give each pupil their own."
            )


def check_published(rows: Iterable[Placed], difference: Difference, today: date, problems: Problems) -> None:
    """A published report that would be another one afterwards (later changes of fact are told in the next report), one
    that is published on a day to come, and a second version of the groups of a term."""
    for _stored, given in difference.changed:
        term, as_at = given.main[:2]
        wrong = f"{term} as at {as_at} is published here with other words or figures."
        right = "Give it as it was published, or leave it out."
        problems.add(PUBLISHED, given.line, "snapshot", wrong, right)
    found = [placed for placed in rows if placed[1]["published_on"]]
    for line, row in found:
        if line and row["published_on"] > today:
            wrong = f"{row['published_on']} has not come yet."
            problems.add(PUBLISHED, line, "published_on", wrong, "Give the day on which it was published.")
    _check_groups(sorted(found, key=lambda placed: (placed[1]["published_on"], placed[1]["as_at"])), problems)


def _check_groups(in_order: Iterable[Placed], problems: Problems) -> None:
    """Later reports of a term take over the groups of its first: there is no second version to subtract (figures.md 5)."""
    first: dict[str, tuple[int | None, date, str]] = {}
    for line, row in in_order:
        groups = groups_in(row["snapshot"])
        if not groups:
            continue
        first_line, as_at, as_first = first.setdefault(row["term"], (line, row["as_at"], groups))
        if groups != as_first and (line or first_line):
            wrong = f"Its groups are not those of {row['term']} as at {as_at}, which was published first."
            problems.add(PUBLISHED, line or first_line, "snapshot", wrong, "The groups of a term are published once.")


def check_agreements(reading: Reading, responses: Meetings, names: tuple[str, ...]) -> None:
    """An agreement of a response that is not held, or made before it."""
    for given in reading.of("agreements"):
        row = dict(zip(names, given.main, strict=True))
        status, held_at = responses.get(row["response"], (None, None))
        if status is None or row["made_on"] is None:
            continue
        if status is not ResponseStatus.HELD:
            wrong = f"Response {row['response']} is {status.value}, not held."
            reading.problems.add(
                "agreements.csv", given.line, "response", wrong, "An agreement comes from a held response."
            )
        elif held_at is not None and row["made_on"] < london(held_at).date():
            wrong = f"Made on {row['made_on']}, before the response was held on {london(held_at).date()}."
            reading.problems.add(
                "agreements.csv", given.line, "made_on", wrong, "Give the day of the response or a later one."
            )
