"""What waits for whom today: the lists of the home page, each started from what its reader may see.

First the rows, one statement a list; then the people and names of all of them together, two statements; then words.
A list holds at most ten lines; a longer one says so and leads to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.casework.permissions import Permission
from app.web.case_lines import happened_in, names_of
from app.web.day_list import again, coming_due, conferences, keeping, mine, my_group, statutory, waiting
from app.web.day_list.day import Day, Line, Listing

__all__ = ["Day", "Home", "Line", "Listing", "home_of"]


@dataclass(frozen=True, slots=True)
class Home:
    """The lists of one person's day: `work` is to be done, `known` is good to know."""

    work: list[Listing] = field(default_factory=list)
    known: list[Listing] = field(default_factory=list)

    @property
    def waits(self) -> int:
        """Lines that ask for something."""
        return sum(len(each.lines) for each in self.work)


def home_of(day: Day) -> Home:
    """The lists of whoever looks, in the order of what cannot wait: safety, decisions, what is overdue or due, what
    waits for a first answer, deadlines."""
    due = coming_due.rows_due(day) if _has_cases(day) else []
    stopped, logged, outlined = waiting.rows_waiting(day), mine.rows_logged(day), my_group.rows_outlined(day)
    met, led, owed = again.rows_again(day), conferences.rows_led(day), statutory.rows_owed(day)
    cases = happened_in(row.case_id for rows in (due, stopped, logged, outlined, led) for row in rows)
    names = names_of(
        [
            *(number for row in due for number in (row.person_id, row.other_id, row.owner_id)),
            *(row.person_id for row in stopped),
            *(row.owner_id for row in logged),
            *(row.owner_id for row in outlined),
            *(pupil for each in met for pupil in each.pupils),
            *(duty.pupil for duty in owed),
        ]
    )
    waits = waiting.listings(stopped, day, cases, names)
    first = [waits[kind] for kind in ("unsafe", "hold", "decision", "threshold") if kind in waits]
    late, today, week = coming_due.listings(due, day, cases, names) if _has_cases(day) else (None, None, None)
    told = mine.listing(logged, day, cases, names) if _has_cases(day) else None
    leads = day.may(Permission.TRIAGE_CASE)
    # What is left to finish by the one who logged (drafts, stories to add) stands before `told`.
    work = [
        *(each for each in first if each.lines),
        late,
        today,
        conferences.listing(led, day, cases),
        waits.get("triage"),
        waits.get("hurt"),
        week,
        statutory.listing(owed, day, names),
        keeping.complete(day),
        None if leads else told,
        my_group.listing(outlined, day, cases, names),
        *(each for each in first if not each.lines),
    ]
    known = [
        again.listing(met, day, names),
        waits.get("undated"),
        told if leads else None,
        keeping.reports(day),
        keeping.readings(day),
    ]
    return Home(_shown(work), _shown(known))


def _has_cases(day: Day) -> bool:
    return day.may(Permission.SEE_CASES)


def _shown(found: list[Listing | None]) -> list[Listing]:
    return [each for each in found if each is not None and each.is_shown]
