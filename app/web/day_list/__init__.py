"""What waits for whom today: the lists of the home page, each started from what its reader may see.

First the rows, one statement a list; then the people and names of all of them together, two statements; then words.
A list holds at most ten lines; a longer one says so and leads to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.casework.permissions import Permission
from app.web.case_lines import Happened, happened_in, names_of
from app.web.day_list import again, coming_due, conferences, emergencies, keeping, mine, my_group, statutory, waiting
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

    @property
    def middle(self) -> list[Listing]:
        """What stands in the middle of the page: where nothing waits, what is good to know comes first."""
        return self.work if self.waits else [*self.known, *self.work]

    @property
    def beside(self) -> list[Listing]:
        """What stands beside it."""
        return self.known if self.waits else []


def home_of(day: Day) -> Home:
    """The lists of whoever looks, in the order of what cannot wait: safety, decisions, what is overdue or due, what
    waits for a first answer, deadlines."""
    rows = _Rows(day)
    cases, names = rows.cases(), rows.names()
    waits = waiting.listings(rows.stopped, day, cases, names)
    first = [waits[kind] for kind in ("now", "unsafe", "hold", "decision", "register", "threshold") if kind in waits]
    late, today, week = coming_due.listings(rows.due, day, cases, names) if rows.has_cases else (None, None, None)
    told = mine.listing(rows.logged, day, cases, names) if rows.has_cases else None
    work = [
        emergencies.listing(day),
        *(each for each in first if each.lines),
        late,
        today,
        conferences.listing(rows.led, day, cases),
        waits.get("triage"),
        waits.get("hurt"),
        waits.get("story"),
        mine.drafts(day),
        week,
        statutory.listing(rows.owed, day, names),
        keeping.complete(day),
        *(each for each in first if not each.lines),
    ]
    known = [
        waits.get("acting"),
        again.listing(rows.met, day, names),
        waits.get("undated"),
        told,
        my_group.listing(rows.outlined, day, cases, names),
        keeping.reports(day),
        keeping.readings(day),
    ]
    return Home(_shown(work), _shown(known))


class _Rows:
    """The rows of every list, and who and what they are about."""

    def __init__(self, day: Day) -> None:
        self.has_cases = day.may(Permission.SEE_CASES)
        self.due = coming_due.rows_due(day) if self.has_cases else []
        self.stopped, self.logged = waiting.rows_waiting(day), mine.rows_logged(day)
        self.outlined, self.met = my_group.rows_outlined(day), again.rows_again(day)
        self.led, self.owed = conferences.rows_led(day), statutory.rows_owed(day)

    def cases(self) -> dict[int, Happened]:
        """People, kinds and places of every case on the page; one statement."""
        lists = (self.due, self.stopped, self.logged, self.outlined, self.led)
        return happened_in(row.case_id for rows in lists for row in rows if row.case_id)

    def names(self) -> dict[int, str]:
        """Everybody else who is named on the page; one statement."""
        wanted: list[int | None] = [*(row.owner_id for row in self.logged), *(row.owner_id for row in self.outlined)]
        wanted += [number for row in self.due for number in (row.person_id, row.other_id, row.owner_id)]
        wanted += [row.person_id for row in self.stopped]
        wanted += [row.record_id for row in self.stopped if row.kind == "acting"]
        wanted += [pupil for each in self.met for pupil in each.pupils]
        return names_of([*wanted, *(duty.pupil for duty in self.owed)])


def _shown(found: list[Listing | None]) -> list[Listing]:
    return [each for each in found if each is not None and each.is_shown]
