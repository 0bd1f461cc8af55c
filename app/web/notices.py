"""My notices: what was given to me, what came of what I logged, what is due or waits for me, which reports are published.
Opened, one leads to its case or report and is read."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.casework import scope
from app.casework.notice import Notice, NoticeKind, mark_all_read
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.clock import now, today
from app.web.day_list.day import Day
from app.web.numbers import number_in
from app.web.once import may_be_asked_again
from app.web.pages import found_or_404, save, say
from app.web.school_calendar import calendar_of

pages = Blueprint("notices", __name__)
MOST_UNREAD, MOST_READ = 50, 20

# `{case}`: its reference; `{term}` of the report, or the part of it; `{on}`: the day on which something is due, or since which it waits.
WORDS: dict[NoticeKind, str] = {
    NoticeKind.UNSAFE: "Somebody may be hurt or not safe: case {case}.",
    NoticeKind.OWNER: "Case {case} is yours now.",
    NoticeKind.LEADS: "You lead a response in case {case}.",
    NoticeKind.FOLLOWS_UP: "You follow up what was agreed in case {case}.",
    NoticeKind.ACTION: "Something that was agreed in case {case} is yours to do.",
    NoticeKind.CHECK_IN: "You are the one who asks how they are, in case {case}.",
    NoticeKind.HELD: "What you logged: a response was held in case {case}.",
    NoticeKind.DECLINED: "What you logged: a response was declined in case {case}.",
    NoticeKind.DECIDED: "What you logged: the head has decided in case {case}.",
    NoticeKind.ENDED: "What you logged: case {case} has ended.",
    NoticeKind.DUE: "Case {case}, due {on}: {what}.",
    NoticeKind.OVERDUE: "Case {case}, overdue since {on}: {what}.",
    NoticeKind.WAITING: "Case {case} has waited for triage since {on}.",
    NoticeKind.THRESHOLD: "Case {case} came to you for a threshold.",
    NoticeKind.DECISION: "Case {case} came to you for a decision.",
    NoticeKind.REPORT: "The report on {term} is published.",
}
WHAT = {
    "check_in": "ask how they are",
    "action": "see whether a promise was kept",
    "next_step": "the next step",
    "review": "look at what was agreed",
}


class Told(NamedTuple):
    """A notice in words."""

    id: int
    words: str
    when: str
    href: str


@pages.get("/notices")
@needs(Permission.SEE_NOTICES)
def list_notices() -> str:
    """What is new first, then what I read lately. Of cases that are not open to me now nothing is said."""
    day = Day(me(), today(), calendar_of())
    mine = scope.visible_notices(me()).order_by(Notice.noticed_at.desc(), Notice.id.desc())
    new = [told(*row, day) for row in db.session.execute(mine.where(Notice.read_at.is_(None)).limit(MOST_UNREAD + 1))]
    read = [told(*row, day) for row in db.session.execute(mine.where(Notice.read_at.is_not(None)).limit(MOST_READ))]
    newest = scope.own_notices(me()).with_only_columns(Notice.id).order_by(Notice.id.desc()).limit(1)
    has_more = len(new) > MOST_UNREAD
    return render_template(
        "notices/list.html",
        new=new[:MOST_UNREAD],
        read=read,
        has_more=has_more,
        silent=0 if has_more else g.viewer.unread - len(new),
        newest=db.session.scalar(newest),
    )


def told(notice: Notice, reference: str | None, term: str | None, as_at: date | None, again: bool, day: Day) -> Told:
    """The words of a notice, made of its kind and its case or report alone."""
    on = _on(notice.due_on, day) if notice.due_on else ""
    what = WHAT.get((notice.about or "").split(" ")[0], "something")
    words = WORDS[notice.kind].format(case=reference, term=_of_term(term, as_at, again, day), on=on, what=what)
    return Told(notice.id, words, day.since(notice.noticed_at), _href(notice, reference))


def _of_term(term: str | None, as_at: date | None, again: bool, day: Day) -> str:
    if term and as_at and day.calendar.runs_until(term, as_at):
        return f"a part of the {term} term, up to {as_at:%d/%m/%Y},"
    if again:
        return f"the {term} term, again, as at {as_at:%d/%m/%Y},"
    return f"the {term} term"


def _href(notice: Notice, reference: str | None) -> str:
    return f"/reports/{notice.report_id}" if reference is None else f"/cases/{reference}"


def _on(due_on: date, day: Day) -> str:
    return "today" if due_on == day.on else day.written(due_on)


@pages.post("/notices/<int:notice_id>/open")
@needs(Permission.SEE_NOTICES)
@may_be_asked_again
def open_one(notice_id: int) -> ResponseReturnValue:
    """Go to the case or report, and note that this was read."""
    found: Any = scope.visible_notices(me()).where(Notice.id == notice_id)
    notice, reference, *_report = found_or_404(found)
    notice.read_at = notice.read_at or now()
    save()
    return redirect(_href(notice, reference), 303)


@pages.post("/notices/read")
@needs(Permission.SEE_NOTICES)
@may_be_asked_again
def read_all() -> ResponseReturnValue:
    """Note that all are read which the page showed; what came since stays new."""
    until = number_in(request.form.get("until", ""))
    if until is not None:
        mark_all_read(db.session(), until=until, by=me(), at=now())
    save()
    say("All are marked as read.")
    return redirect("/notices", 303)
