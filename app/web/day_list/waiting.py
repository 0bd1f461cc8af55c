"""What waits for somebody's answer: which kinds for whom, and each line of it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select, union_all

from app.casework.permissions import Permission, Role
from app.casework.wording import SAFE_WORDS, number_in_words
from app.casework.words import Safe
from app.db import db
from app.web.case_lines import Happened
from app.web.day_list import waiting_parts
from app.web.day_list.day import MOST, Day, Line, Listing, counted
from app.web.day_list.waiting_parts import SLOW, Selects, Waiting

Names = dict[int, str]
Cases = dict[int, Happened]


def _told_unsafe(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    on = day.written(row.due_on) if row.due_on else ""
    others = case.others(row.person_id)
    detail = f"{case.what}{f' with {others}' if others else ''} · said on {on} · {row.reference}"
    said = SAFE_WORDS[row.words or Safe.NO.value]
    return Line(f"{names.get(row.person_id or 0, 'Somebody')} {said}", f"/cases/{row.reference}", detail=detail)


def _told_now(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    what = f"{case.what}: speak with {names.get(row.person_id or 0, 'whoever logged it')}"
    marked = row.words or "Somebody is hurt or not safe"
    detail = f"{marked} · {case.between} · {row.reference}"
    return Line(what, f"/cases/{row.reference}", f"since {day.since(row.since)}", "due", detail)


def _told_hurt(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    return Line(f"{case.between}: {case.what.lower()}", f"/cases/{row.reference}",
                detail=f"{row.words} · {day.since(row.since)} · {row.reference}")  # fmt: skip


def _told_story(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    words, state = day.due(day.day_of(row.since))
    detail = f"{case.what}{f', {case.where}' if case.where else ''} · logged {day.since(row.since)} · {row.words}"
    return Line(f"Add what was seen or heard: {case.between}", f"/incidents/{row.words}/amend", words, state, detail)


def _told_hold(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    words, state = day.due(row.due_on)
    detail = f"On hold since {day.since(row.since)} · {row.reference}"
    return Line(f"Look again: {case.between}", f"/cases/{row.reference}/hold", words, state, detail)


def _told_decision(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    what = f"Decide about {names.get(row.person_id or 0, 'the pupil')}"
    detail = f"{case.what}: {case.between} · threshold recorded {day.since(row.since)} · {row.reference}"
    return Line(what, f"/cases/{row.reference}/decision", detail=detail)


def _told_register(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    what = f"Enter the exclusion of {names.get(row.person_id or 0, 'the pupil')} in the register"
    detail = f"{case.what} · decided {day.since(row.since)} · {row.reference}"
    return Line(what, f"/exclusions?decided={row.record_id}", detail=detail)


def _told_threshold(row: Waiting, day: Day, case: Happened, names: Names) -> Line:
    what = f"Say what the policy indicates: {names.get(row.person_id or 0, 'the pupil')}"
    detail = f"{case.what}: {case.between} · asked {day.since(row.since)} · {row.reference}"
    return Line(what, f"/cases/{row.reference}/threshold", detail=detail)


def _told_triage(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    is_new = day.day_of(row.since) == day.on
    what = f"{case.what}{f', {case.where}' if case.where else ''}: {case.between}"
    words = f"new, {day.since(row.since)}" if is_new else f"since {day.since(row.since)}"
    state = "due" if is_new or row.since > day.me.at - SLOW else "overdue"
    return Line(what, f"/cases/{row.reference}/triage", words, state, row.reference)


def _told_undated(row: Waiting, day: Day, case: Happened, _names: Names) -> Line:
    detail = f"{case.what} · opened {day.since(row.since)} · {row.reference}"
    return Line(f"Give a next day to {case.between}", f"/cases/{row.reference}/triage", detail=detail)


def _told_acting(row: Waiting, day: Day, _case: Happened, names: Names) -> Line:
    when = f"from {day.written(row.due_on)} on" if row.due_on and row.due_on > day.on else "today"
    what = f"{names.get(row.person_id or 0, 'Somebody')} acts as headteacher {when}"
    detail = f"Recorded by {names.get(row.record_id or 0, 'somebody')}, {day.since(row.since)} · {row.words}"
    return Line(what, "/settings/headship", detail=detail)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What waits, for whom, under which heading. Without `empty` the heading is left out where nothing waits."""

    part: Callable[[Day], Selects]
    is_for: Callable[[Day], bool]
    title: str
    empty: str | Callable[[Day], str] | None
    tell: Callable[[Waiting, Day, Happened, Names], Line]
    more: tuple[str, str] | None = None


def _all_looked_at(day: Day) -> str:
    if waiting_parts.triages_at_once(day):
        return "Every incident that you see has been looked at. A new one stands here as soon as somebody logs it."
    days = number_in_words(SLOW.days)
    return f"No incident that you see has waited longer than {days} days to be looked at. One that does stands here."


def _may(permission: Permission) -> Callable[[Day], bool]:
    return lambda day: day.may(permission)


# In the order of what cannot wait.
KINDS: dict[str, _Kind] = {
    "unsafe": _Kind(
        waiting_parts.unsafe, _may(Permission.LIFT_HOLD), "Not feeling safe",
        "In no check-in of the last fortnight that you see did somebody say that they do not feel safe, or are not sure.",
        _told_unsafe,
    ),
    "now": _Kind(waiting_parts.not_safe_now, _may(Permission.LIFT_HOLD), "Somebody is hurt or not safe", None, _told_now),
    "hurt": _Kind(waiting_parts.hurt, _may(Permission.LIFT_HOLD), "Injuries and damage", None, _told_hurt),
    "hold": _Kind(
        waiting_parts.holds, _may(Permission.LIFT_HOLD), "On hold for safety",
        "No case that you see is on hold. When an answer to the gate questions stops a case, it stands here until you lift the hold.",
        _told_hold, ("Every case on hold", "/cases?stage=on_hold"),
    ),
    "decision": _Kind(
        waiting_parts.decisions, _may(Permission.DECIDE), "Decisions to make",
        "No decision waits for you. A pupil stands here when a suspension or exclusion is under consideration.",
        _told_decision,
    ),
    "register": _Kind(
        waiting_parts.unregistered, _may(Permission.DECIDE), "To enter in the register", None, _told_register
    ),
    "threshold": _Kind(
        waiting_parts.thresholds, _may(Permission.RECORD_THRESHOLD), "Thresholds asked for",
        "Nobody waits for you to say which sanction the policy would indicate.", _told_threshold,
    ),
    "triage": _Kind(
        waiting_parts.triage, _may(Permission.TRIAGE_CASE), "Waiting for triage",
        _all_looked_at, _told_triage, ("Every case that waits", "/cases?stage=logged&sort=oldest"),
    ),
    "story": _Kind(waiting_parts.stories, _may(Permission.LOG_INCIDENT), "Stories to add", None, _told_story),
    "acting": _Kind(waiting_parts.acting, _may(Permission.DECIDE), "Acting headteacher", None, _told_acting),
    "undated": _Kind(
        waiting_parts.undated, lambda day: day.me.holds(Role.PASTORAL_LEAD), "Without a next date", None,
        _told_undated, ("Every open case without a date", "/cases?due=none"),
    ),
}  # fmt: skip


def rows_waiting(day: Day) -> list[Waiting]:
    """Everything that waits, eleven of each kind; one statement, none for a role that nothing waits for."""
    parts = [kind.part(day).limit(MOST + 1).subquery() for kind in KINDS.values() if kind.is_for(day)]
    if not parts:
        return []
    each = [select(part) for part in parts]
    return [Waiting(*row) for row in db.session.execute(union_all(*each) if len(each) > 1 else each[0])]


def listings(rows: Iterable[Waiting], day: Day, cases: Cases, names: Names) -> dict[str, Listing]:
    """The listings by kind, of the kinds that are for whoever looks."""
    found = list(rows)
    made = {}
    for name, kind in KINDS.items():
        if kind.is_for(day):
            mine = [row for row in found if row.kind == name]
            lines = [kind.tell(row, day, cases[row.case_id or 0], names) for row in mine[:MOST]]
            empty = kind.empty(day) if callable(kind.empty) else kind.empty
            more = kind.more if len(mine) > MOST else None
            made[name] = Listing(kind.title, lines, empty, counted(len(mine)), more)
    return made
