"""`Facts`: all rows of one school, and the look-ups made from them, each built when first asked for.

Look-ups hold rows whatever their date; whoever reads one asks for the rows *seen* on a day (figures.md 1.1)
by the dates that `dates.py` gives them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from app.casework.calendar import Calendar, CalendarRow
from app.casework.facts import rows
from app.casework.facts.rows import Key
from app.casework.words import ResponseKind, ResponseStatus, Sanction

DEFAULT_HOLDING = 30
DEFAULT_LIMIT = 15
CAUSED = frozenset({"caused_harm", "both"})
HARMED = frozenset({"was_harmed", "both"})
EXCLUSION = frozenset({Sanction.SUSPENSION.value, Sanction.PERMANENT_EXCLUSION.value})
TO_EXCLUDE = frozenset({"suspend", "exclude_permanently"})

R = TypeVar("R")
Pair = tuple[Key, Key]


def _by(found: Iterable[R], key: Callable[[R], Any]) -> dict[Any, list[R]]:
    together: defaultdict[Any, list[R]] = defaultdict(list)
    for row in found:
        together[key(row)].append(row)
    return dict(together)


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """The rows of one school, in any order."""

    school: rows.School
    calendar_rows: Iterable[CalendarRow] = ()
    roll: Iterable[rows.RollRow] = ()
    pupils: Iterable[rows.PupilRow] = ()
    characteristics: Iterable[rows.CharacteristicsRow] = ()
    staff: Iterable[rows.StaffRow] = ()
    acting: Iterable[rows.ActingRow] = ()
    policy: Iterable[rows.PolicyRow] = ()
    incidents: Iterable[rows.IncidentRow] = ()
    involvements: Iterable[rows.InvolvementRow] = ()
    cases: Iterable[rows.CaseRow] = ()
    thresholds: Iterable[rows.ThresholdRow] = ()
    decisions: Iterable[rows.DecisionRow] = ()
    responses: Iterable[rows.ResponseRow] = ()
    participants: Iterable[rows.ParticipantRow] = ()
    agreements: Iterable[rows.AgreementRow] = ()
    actions: Iterable[rows.ActionRow] = ()
    check_ins: Iterable[rows.CheckInRow] = ()
    exclusions: Iterable[rows.ExclusionRow] = ()
    out_of_lessons: Iterable[rows.OutOfLessonsRow] = ()
    supplied: Iterable[rows.SuppliedRow] = ()
    training: Iterable[rows.TrainingRow] = ()
    circles: Iterable[rows.CircleRow] = ()
    published: Iterable[rows.PublishedRow] = ()

    def __post_init__(self) -> None:
        """Keep every kind of row in a list of our own, so that a generator may be given."""
        for field in fields(self):
            if field.name != "school":
                object.__setattr__(self, field.name, list(getattr(self, field.name)))

    # Settings and calendar

    @property
    def holding(self) -> int:
        """School days of the holding period (figures.md 1.2)."""
        return self.school.holding_school_days or DEFAULT_HOLDING

    @property
    def limit(self) -> int:
        """School days within which a response must be held (figures.md 1.2)."""
        return self.school.response_within_school_days or DEFAULT_LIMIT

    @cached_property
    def calendar(self) -> Calendar:
        """School days and terms."""
        return Calendar(self.calendar_rows)

    # People

    @cached_property
    def pupil(self) -> dict[Key, rows.PupilRow]:
        """Pupils by key."""
        return {row.pupil: row for row in self.pupils}

    @cached_property
    def characteristics_of(self) -> dict[Key, list[rows.CharacteristicsRow]]:
        """Dated characteristics by pupil."""
        return _by(self.characteristics, lambda row: row.pupil)

    @cached_property
    def staff_of(self) -> dict[Key, list[rows.StaffRow]]:
        """Rows of staff.csv by staff code."""
        return _by(self.staff, lambda row: row.staff)

    @cached_property
    def acting_of(self) -> dict[Key, list[rows.ActingRow]]:
        """Days as acting head by staff code."""
        return _by(self.acting, lambda row: row.staff)

    # Policy

    @cached_property
    def policy_dates(self) -> list[date]:
        """First days of the policy's versions, in order."""
        return sorted({row.in_force_from for row in self.policy})

    @cached_property
    def policy_of(self) -> dict[tuple[date, str, Key], list[rows.PolicyRow]]:
        """Policy rows by first day of the version, category and severity; most repeats first."""
        found = _by(self.policy, lambda row: (row.in_force_from, row.category, row.severity))
        for same in found.values():
            same.sort(key=lambda row: (-(row.repeats_at_least or 0), row.version, row.sanction))
        return found

    @cached_property
    def may_indicate_exclusion(self) -> frozenset[tuple[str, Key]]:
        """Categories and severities for which some version, or some number of repeats, indicates exclusion."""
        return frozenset((row.category, row.severity) for row in self.policy if row.sanction in EXCLUSION)

    # Incidents and the people in them

    @cached_property
    def incident(self) -> dict[Key, rows.IncidentRow]:
        """Incidents by key."""
        return {row.incident: row for row in self.incidents}

    @cached_property
    def incidents_in_order(self) -> list[rows.IncidentRow]:
        """Incidents by when they occurred."""
        return sorted(self.incidents, key=lambda row: row.occurred_at)

    def incidents_from(self, start: datetime, end: datetime) -> list[rows.IncidentRow]:
        """Incidents that occurred at or after `start` and before `end`, in order."""
        first, after = (
            bisect_left(self.incidents_in_order, at, key=lambda row: row.occurred_at) for at in (start, end)
        )
        return self.incidents_in_order[first:after]

    @cached_property
    def incidents_of_case(self) -> dict[Key, list[rows.IncidentRow]]:
        """Incidents by case."""
        return _by(self.incidents, lambda row: row.case)

    @cached_property
    def _people_of(self) -> tuple[dict[Key, set[Key]], dict[Key, set[Key]]]:
        caused: defaultdict[Key, set[Key]] = defaultdict(set)
        harmed: defaultdict[Key, set[Key]] = defaultdict(set)
        for incident, person, role in self.involvements:
            if role in CAUSED:
                caused[incident].add(person)
            if role in HARMED:
                harmed[incident].add(person)
        return dict(caused), dict(harmed)

    @cached_property
    def caused(self) -> dict[Key, set[Key]]:
        """Those who caused harm, by incident; "both" among them (figures.md 1.5)."""
        return self._people_of[0]

    @cached_property
    def harmed(self) -> dict[Key, set[Key]]:
        """Those who were harmed, by incident; "both" among them (figures.md 1.5)."""
        return self._people_of[1]

    @cached_property
    def caused_by(self) -> dict[tuple[Key, str], list[tuple[datetime, datetime]]]:
        """By person who caused harm and category of incident: when each occurred and was logged, in order.
        Only of categories for which some row of the policy counts repeats."""
        counted = {row.category for row in self.policy if row.repeats_at_least}
        found: defaultdict[tuple[Key, str], list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in self.incidents:
            if row.category in counted:
                for person in self.caused.get(row.incident, ()):
                    found[person, row.category].append((row.occurred_at, row.logged_at))
        for times in found.values():
            times.sort()
        return dict(found)

    @cached_property
    def case(self) -> dict[Key, rows.CaseRow]:
        """Cases by key."""
        return {row.case: row for row in self.cases}

    # Thresholds, decisions, the register: by (pupil, incident)

    @cached_property
    def thresholds_of(self) -> dict[Pair, list[rows.ThresholdRow]]:
        """Threshold rows by pair."""
        return _by(self.thresholds, lambda row: (row.pupil, row.incident))

    @cached_property
    def decisions_of(self) -> dict[Pair, list[rows.DecisionRow]]:
        """Decisions by pair."""
        return _by(self.decisions, lambda row: (row.pupil, row.incident))

    @cached_property
    def register_of(self) -> dict[Pair, list[rows.ExclusionRow]]:
        """Register rows by pair; rows without an incident stand under (pupil, None)."""
        return _by(self.exclusions, lambda row: (row.pupil, row.incident))

    @cached_property
    def register_of_pupil(self) -> dict[Key, list[rows.ExclusionRow]]:
        """Register rows by pupil, in order of start."""
        return _by(
            sorted(self.exclusions, key=lambda row: (row.starts_on, str(row.exclusion))),
            lambda row: row.pupil,
        )

    @cached_property
    def decisions_to_exclude(self) -> dict[Key, list[rows.DecisionRow]]:
        """Decisions to suspend or exclude by pupil, in order of time."""
        found = sorted(
            (row for row in self.decisions if row.decision in TO_EXCLUDE),
            key=lambda row: (row.decided_at, str(row.incident)),
        )
        return _by(found, lambda row: row.pupil)

    @cached_property
    def recorded(self) -> frozenset[Pair]:
        """Pairs with a threshold, a decision or a register row."""
        return frozenset((*self.thresholds_of, *self.decisions_of, *self.register_of))

    @cached_property
    def out_of_lessons_of(self) -> dict[Key, list[rows.OutOfLessonsRow]]:
        """Other absences from lessons by pupil."""
        return _by(self.out_of_lessons, lambda row: row.pupil)

    # Responses and what came of them

    @cached_property
    def response(self) -> dict[Key, rows.ResponseRow]:
        """Responses by key."""
        return {row.response: row for row in self.responses}

    @cached_property
    def responses_of_case(self) -> dict[Key, list[rows.ResponseRow]]:
        """Responses by case."""
        return _by(self.responses, lambda row: row.case)

    @cached_property
    def participants_of(self) -> dict[Key, list[rows.ParticipantRow]]:
        """Participants by response."""
        return _by(self.participants, lambda row: row.response)

    @cached_property
    def meetings_of(self) -> dict[Pair, list[tuple[datetime, rows.ResponseRow]]]:
        """By (case, person): the real responses of the case that were held and in which the person took part,
        each with its time, in order (figures.md 1.6)."""
        held = {
            row.response: (row.held_at, row)
            for row in self.responses
            if row.status == ResponseStatus.HELD and row.kind != ResponseKind.AFFECTIVE_STATEMENT and row.held_at
        }
        found: defaultdict[Pair, list[tuple[datetime, rows.ResponseRow]]] = defaultdict(list)
        for part in self.participants:
            if part.took_part and part.response in held:
                meeting = held[part.response]
                found[meeting[1].case, part.person].append(meeting)
        for meetings in found.values():
            meetings.sort(key=lambda meeting: (meeting[0], str(meeting[1].response)))
        return dict(found)

    @cached_property
    def agreement(self) -> dict[Key, rows.AgreementRow]:
        """Agreements by key."""
        return {row.agreement: row for row in self.agreements}

    @cached_property
    def agreements_of(self) -> dict[Key, list[rows.AgreementRow]]:
        """Agreements by response."""
        return _by(self.agreements, lambda row: row.response)

    @cached_property
    def actions_of(self) -> dict[Key, list[rows.ActionRow]]:
        """Actions by agreement, in order of their number."""
        return _by(sorted(self.actions, key=lambda row: row.number), lambda row: row.agreement)

    @cached_property
    def check_ins_of(self) -> dict[Key, list[rows.CheckInRow]]:
        """Check-ins by case."""
        return _by(self.check_ins, lambda row: row.case)
