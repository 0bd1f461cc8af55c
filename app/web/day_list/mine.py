"""What is mine to finish or to know: drafts that I began; what came of what I logged, as far as I may see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_

from app.casework import scope
from app.casework.case import Case
from app.casework.draft import Draft
from app.casework.incident import Incident
from app.casework.lifecycle import STAGE_WORDS
from app.casework.permissions import Permission
from app.casework.words import ClosingReason, Stage
from app.db import db
from app.web.case_lines import Happened
from app.web.day_list.day import Day, Line, Listing, counted
from app.web.forms.choices import CLOSING_WORDS

LOGGED_WITHIN = timedelta(days=90)
ENDED_WITHIN = timedelta(days=14)
MOST_RESULTS = 6
EMPTY = (
    "When you have logged something that others take on, you read here who has it, what is next and how it ended. "
    "You need not ask."
)


def drafts(day: Day) -> Listing:
    """Forms that I began and did not save, the latest first; one statement. Nobody else sees them."""
    columns = (Draft.id, Draft.title, Draft.page, Draft.saved_at)
    found = scope.visible_drafts(day.me).with_only_columns(*columns).order_by(Draft.saved_at.desc(), Draft.id.desc())
    lines = [
        Line(f"Go on with: {title}", page, detail=f"Kept {day.since(saved_at)}. Only you see it.")
        for _, title, page, saved_at in db.session.execute(found.limit(MOST_RESULTS + 1))
    ]
    more = ("Every draft", "/drafts") if len(lines) > MOST_RESULTS else None
    return Listing("Drafts", lines[:MOST_RESULTS], count_words=counted(len(lines), MOST_RESULTS), more=more)


class Logged(NamedTuple):
    """A case that I logged and others look after."""

    case_id: int
    reference: str
    stage: Stage
    owner_id: int | None
    next_step: str | None
    next_step_on: date | None
    closed_at: datetime | None
    closing_reason: ClosingReason | None
    harmed_told_at: datetime | None
    logged_at: datetime


def rows_logged(day: Day) -> list[Logged]:
    """What I logged in the last 90 days that is open or ended within a fortnight, the latest first; one statement.
    What I met on the spot myself has no more to tell."""
    if not day.may(Permission.LOG_INCIDENT):
        return []
    columns = (
        Case.id, Case.reference, Case.stage, Case.owner_id, Case.next_step, Case.next_step_on, Case.closed_at,
        Case.closing_reason, Case.harmed_told_at, Incident.logged_at,
    )  # fmt: skip
    still_telling = or_(Case.closed_at.is_(None), Case.closed_at >= day.me.at - ENDED_WITHIN)
    others = or_(Case.closing_reason.is_(None), Case.closing_reason != ClosingReason.MET_ON_THE_SPOT)
    found = scope.visible_incidents(day.me).where(
        Incident.school_id == day.me.school_id,
        Incident.logged_by_id == day.me.staff_id,
        Incident.logged_at >= day.me.at - LOGGED_WITHIN,
        still_telling,
        others,
    )
    latest: Any = found.with_only_columns(*columns).order_by(Incident.logged_at.desc(), Incident.id.desc())
    return [Logged(*row) for row in db.session.execute(latest.limit(MOST_RESULTS + 1))]


def listing(rows: list[Logged], day: Day, cases: dict[int, Happened], names: dict[int, str]) -> Listing:
    """One line for each, in words."""
    lines = [_line(row, day, cases[row.case_id], names) for row in rows[:MOST_RESULTS]]
    more = ("Everything that you logged", "/cases?logged=me") if len(rows) > MOST_RESULTS else None
    return Listing("What came of what you logged", lines, EMPTY, counted(len(rows), MOST_RESULTS), more)


def _line(row: Logged, day: Day, case: Happened, names: dict[int, str]) -> Line:
    detail = f"{result_words(row, day, names)} Logged {day.since(row.logged_at)} · {row.reference}"
    return Line(f"{case.what}: {case.between}", f"/cases/{row.reference}", detail=detail)


def result_words(row: Logged, day: Day, names: dict[int, str]) -> str:
    """`Priya Nair has it. Next: hear both sides, Thu 26 Nov.` or `Closed Tue 24 Nov: the agreement was kept.`"""
    if row.closed_at is not None and row.closing_reason is not None:
        told = " The person harmed was told." if row.harmed_told_at else ""
        return f"Ended {day.since(row.closed_at)}: {CLOSING_WORDS[row.closing_reason.value].lower()}.{told}"
    owner = names.get(row.owner_id or 0)
    has_it = (
        "You have it." if row.owner_id == day.me.staff_id else f"{owner} has it." if owner else "Nobody has it yet."
    )
    when = f", {day.written(row.next_step_on)}" if row.next_step_on else ""
    stage = "" if row.stage is Stage.LOGGED else f" {STAGE_WORDS[row.stage]}."
    return has_it + (f" Next: {row.next_step}{when}." if row.next_step else stage)
