"""Since which day a candidate has had the status it has, so that its page can say when it turned.

The status as at a day is a pure function (`reckon`), so it is asked again on each day on which it can have changed:
the days of the rows it rests on, the ends of its periods, and the days after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from app.casework.facts.dates import gone_from, incident_seen_on
from app.casework.measure.reckoning import Reckoning, reckon

A_DAY = timedelta(days=1)


def since(reckoning: Reckoning) -> date | None:
    """The first day from which on, to the day of the reckoning, the status has been this one; None for no candidate."""
    if reckoning.status is None:
        return None
    if reckoning.avoided_on is not None:
        return reckoning.avoided_on
    turned = None
    for day in sorted(_days(reckoning), reverse=True):
        if reckon(reckoning.facts, reckoning.pair, day).status is not reckoning.status:
            break
        turned = day
    return turned


def _days(reckoning: Reckoning) -> set[date]:
    facts, on = reckoning.facts, reckoning.evidence.on
    first = incident_seen_on(reckoning.incident)
    rows = {day for day in _days_of_rows(reckoning) if first <= day <= on} | {first}
    days = set()
    for day in rows:
        ends = (facts.calendar.after(day, length) for length in (facts.limit, facts.holding))
        for turn in (day, *(end for end in ends if end is not None)):
            days |= {turn, turn + A_DAY}
    return {day for day in days if first <= day <= on}


def _days_of_rows(reckoning: Reckoning) -> Iterator[date]:
    facts, pupil, case = reckoning.facts, reckoning.pupil, reckoning.incident.case
    groups: list[Iterable[tuple[object, ...]]] = [
        facts.thresholds_of.get(reckoning.pair, ()),
        facts.decisions_of.get(reckoning.pair, ()),
        facts.register_of_pupil.get(pupil, ()),
        facts.decisions_to_exclude.get(pupil, ()),
    ]
    for held_at, response in facts.meetings_of.get((case, pupil), ()):
        yield held_at.date()
        agreements = facts.agreements_of.get(response.response, ())
        groups += [agreements, *(facts.actions_of.get(row.agreement, ()) for row in agreements)]
    for group in groups:
        for row in group:
            yield from _days_in(tuple(row))
    left = gone_from(facts.pupil.get(pupil))
    if left is not None:
        yield left


def _days_in(values: tuple[object, ...]) -> Iterator[date]:
    for value in values:
        if isinstance(value, datetime):
            yield value.date()
        elif isinstance(value, date):
            yield value
