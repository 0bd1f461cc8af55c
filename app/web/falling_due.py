"""Days in words, as people say them: `in 3 school days, Friday 27 November`."""

from __future__ import annotations

from datetime import date, timedelta

from app.casework.calendar import Calendar
from app.casework.wording import school_days

ONE_DAY = timedelta(days=1)
FAR = timedelta(days=270)  # from here on the year is not plain without being said


def day_words(day: date, today: date, *, with_weekday: bool = True) -> str:
    """`Friday 27 November`, with its year where that is not plain."""
    year = f" {day.year}" if abs(day - today) > FAR else ""
    return f"{f'{day:%A} ' if with_weekday else ''}{day.day} {day:%B}{year}"


def full_day(day: date) -> str:
    """`27 November 2026`"""
    return f"{day.day} {day:%B %Y}"


def due(day: date | None, today: date, calendar: Calendar) -> tuple[str, str]:
    """A due date in words and its state: due, overdue or later. Days ahead are counted in school days."""
    if day is None:
        return "no date yet", "later"
    written = day_words(day, today)
    if day < today:
        return f"overdue since {written}", "overdue"
    if day == today:
        return f"today, {written}", "due"
    if day == today + ONE_DAY:
        return f"tomorrow, {written}", "later"
    days = calendar.number_between(today, day)
    return (f"in {school_days(days)}, {written}" if days else written), "later"


def gap(earlier: date, later: date) -> str:
    """How long lies between two days: `the same day`, `three weeks`, `5 months`."""
    days = (later - earlier).days
    if days < 14:
        return ("the same day", "a day")[days] if days < 2 else f"{_number(days)} days"
    if days < 60:
        return f"{_number(days // 7)} weeks"
    months = round(days / 30.4)
    return f"{_number(months)} months" if months < 18 else f"{_number(round(months / 12))} years"


<<<<<<<< HEAD:app/web/due.py
def _number(number: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)
========
Part = tuple[Select[Any], Any, Any]


def check_ins(m: Membership) -> Part:
    """Check-ins that are promised and neither held nor skipped."""
    owner = func.coalesce(CheckIn.owner_id, Case.owner_id)
    columns = _columns("check_in", CheckIn.due_on, CheckIn.id, owner, person=CheckIn.person_id)
    waiting = (CheckIn.held_on.is_(None), CheckIn.skipped_on.is_(None))
    return scope.visible_check_ins(m).with_only_columns(*columns).where(*waiting), CheckIn.due_on, owner


def actions(m: Membership) -> Part:
    """Promised actions of agreements that stand, not known to be done."""
    owner = Agreement.follow_up_owner_id
    more = {"words": Action.what, "person": Action.by_id, "other": Action.for_id}
    columns = _columns("action", Action.due_on, Agreement.id, owner, **more)
    open_ones = (Agreement.withdrawn_on.is_(None), Action.status.in_(NOT_DONE_YET), Case.stage.in_(OPEN))
    return scope.visible_actions(m).with_only_columns(*columns).where(*open_ones), Action.due_on, owner


def next_steps(m: Membership) -> Part:
    """What was planned for a case that is open."""
    columns = _columns(
        "next_step", Case.next_step_on, Case.id, Case.owner_id, words=Case.next_step, marked=Case.next_step == SPEAK_NOW
    )
    dated = scope.visible_cases(m, in_full=True).where(Case.stage.in_(OPEN), Case.next_step_on.is_not(None))
    return dated.with_only_columns(*columns), Case.next_step_on, Case.owner_id


def reviews(m: Membership) -> Part:
    """Reviews of agreements in cases that are followed up; marked where nothing of it is still to be done."""
    owner = Agreement.follow_up_owner_id
    to_do = exists().where(Action.agreement_id == Agreement.id, Action.status.in_(NOT_DONE_YET)).correlate(Agreement)
    columns = _columns("review", Agreement.review_on, Agreement.id, owner, marked=~to_do)
    live = (Agreement.withdrawn_on.is_(None), Agreement.review_on.is_not(None), Case.stage == Stage.FOLLOW_UP)
    return scope.visible_agreements(m).with_only_columns(*columns).where(*live), Agreement.review_on, owner


PARTS = (check_ins, actions, next_steps, reviews)


def due_for(m: Membership, until: date, *, rises: bool, most: int) -> list[Due]:
    """What is due up to a day: mine, and where `rises` also what others have let pass; `most` of each kind."""
    found = []
    for part in PARTS:
        rows, due, owner = part(m)
        mine = owner == m.staff_id
        for_me = or_(mine, due < m.on) if rises else mine
        found.append(rows.where(for_me, due <= until).order_by(due, Case.id).limit(most))
    return _all(found)


def due_of(m: Membership, case_ids: Iterable[int]) -> dict[int, Due]:
    """What is next due of each case, of those that one sees in full; one statement for 500 cases."""
    wanted = sorted(set(case_ids))
    first: dict[int, Due] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        for row in _all([part(m)[0].where(Case.id.in_(some), part(m)[1].is_not(None)) for part in PARTS]):
            kept = first.get(row.case_id)
            if kept is None or (row.due_on, pressing(row)) < (kept.due_on, pressing(kept)):
                first[row.case_id] = row
    return first


def _all(parts: Sequence[Select[Any]]) -> list[Due]:
    each = [part.subquery() for part in parts]
    return [Due(*row) for row in db.session.execute(union_all(*(select_from(rows) for rows in each)))]
>>>>>>>> dcc1ab4 (The list of cases shows people and roles, who has it and what is next; it filters, sorts, pages by place and comes as CSV and XLSX):app/web/falling_due.py
