"""What is due: overdue on top, then today, then the week; somebody who does not feel safe before all else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app.casework.falling_due import Due, pressing
from app.casework.permissions import Role
from app.web.case_lines import Happened
from app.web.day_list.day import MOST, Day, Line, Listing, counted
from app.web.falling_due import due_for

AHEAD = timedelta(days=7)
NOTHING_DUE = (
    "Nothing that you follow up or promised is due in the next seven days. When an agreement is made, the days on which somebody is asked how "
    "they are stand here, and what was promised, before anybody has to remind you."
)
Names = dict[int, str]
Cases = dict[int, Happened]


def rises_to(day: Day) -> bool:
    """What others have let pass rises to the pastoral lead (domain.md, Agreement and follow-up)."""
    return day.me.holds(Role.PASTORAL_LEAD)


def rows_due(day: Day) -> list[Due]:
    """What is due within a week or overdue; one statement, eleven of each kind."""
    return sorted(due_for(day.me, day.on + AHEAD, rises=rises_to(day), most=MOST + 1), key=pressing)


def listings(rows: list[Due], day: Day, cases: Cases, names: Names) -> tuple[Listing, Listing, Listing]:
    """Overdue, today, this week."""
    late = [row for row in rows if row.due_on < day.on]
    today = [row for row in rows if row.due_on == day.on]
    soon = sorted((row for row in rows if row.due_on > day.on), key=lambda row: (row.due_on, pressing(row)))

    def told(title: str, found: list[Due], more: tuple[str, str], empty: str | None = None) -> Listing:
        lines = [line_of(row, day, cases, names) for row in found[:MOST]]
        return Listing(title, lines, empty, counted(len(found)), more if len(found) > MOST else None)

    all_late = ("Every case with something overdue", "/cases?due=overdue&sort=due")
    all_soon = ("Every case with something due this week", "/cases?due=week&sort=due")
    nothing = NOTHING_DUE if not rows else None
    return (
        told("Overdue", late, all_late),
        told("Today", today, all_soon, nothing),
        told("This week", soon, all_soon),
    )


def line_of(row: Due, day: Day, cases: Cases, names: Names) -> Line:
    """One line: who, what, when."""
    what, href = _SAID[row.kind](row, cases[row.case_id], names)
    words, state = day.due(row.due_on)
    is_mine = row.owner_id == day.me.staff_id
    owner = "" if is_mine else f" · {names.get(row.owner_id or 0, 'nobody')} has it"
    return Line(what, href, words, state, f"{_about(row, cases[row.case_id])}{owner}")


def _about(row: Due, case: Happened) -> str:
    if row.kind == "check_in":
        others = case.others(row.person_id)
        with_whom = f" with {others}" if others else ""
        return f"{case.what}{with_whom} · {row.reference}"
    return f"{case.what}{f', {case.where}' if case.where else ''} · {row.reference}"


def _check_in(row: Due, _case: Happened, names: Names) -> tuple[str, str]:
    return f"Ask {names.get(row.person_id or 0, 'them')} how they are", f"/check-ins/{row.record_id}"


def _action(row: Due, _case: Happened, names: Names) -> tuple[str, str]:
    for_whom = f", for {names[row.other_id]}" if row.other_id in names else ""
    return f"{names.get(row.person_id or 0, 'Somebody')}: {row.words}{for_whom}", f"/agreements/{row.record_id}"


def _next_step(row: Due, case: Happened, _names: Names) -> tuple[str, str]:
    return f"{row.words or 'Decide the next step'}: {case.between}", f"/cases/{row.reference}"


def _review(row: Due, case: Happened, _names: Names) -> tuple[str, str]:
    if row.is_marked:
        return f"All that was agreed has an answer: close the case of {case.between}", f"/cases/{row.reference}"
    return f"Look together at what {case.between} agreed", f"/agreements/{row.record_id}"


_SAID: dict[str, Callable[[Due, Happened, Names], tuple[str, str]]] = {
    "check_in": _check_in,
    "action": _action,
    "next_step": _next_step,
    "review": _review,
}
