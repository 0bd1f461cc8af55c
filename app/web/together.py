"""Who meets again: pairs and groups of pupils who recur together, told by what has been tried and what helped.

It serves the next step, not a count: names stand in the order of the alphabet, days stand in place of numbers, and
what held comes before what happened (interface.md 6, practice.md 5.7). Only for those who see the cases in full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Blueprint, render_template, request
from sqlalchemy.orm import joinedload, selectinload

from app.casework import scope
from app.casework.agreeing import state_of
from app.casework.agreement import Action, Agreement
from app.casework.calendar import london
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.lifecycle import STAGE_WORDS
from app.casework.people import folded
from app.casework.permissions import Permission
from app.casework.recurring import Together, recurring
from app.casework.response import Response
from app.casework.wording import ACTION_WORDS, KIND_WORDS, PUT_RIGHT_WORDS, RESPONSE_STATUS_WORDS, SAFE_WORDS, listed
from app.casework.words import ResponseKind
from app.db import db
from app.web.access import me, needs
from app.web.agreement_lines import STATE_WORDS
from app.web.case_lines import Happened, happened_in, names_of
from app.web.clock import today
from app.web.day_list.again import anchor, meetings
from app.web.day_list.day import Day
from app.web.forms.patterns import TogetherFilters
from app.web.list_filters import offer_years
from app.web.lists import address
from app.web.pages import log_reading
from app.web.response_lines import when_of
from app.web.school_calendar import calendar_of

pages = Blueprint("together", __name__)
MOST = 20
ENDED_WELL = {"kept": "good", "partly_kept": "partly"}


@dataclass(slots=True)
class Tried:
    """What was done in some cases, the latest first."""

    cases: dict[int, Case] = field(default_factory=dict)
    agreements: dict[int, list[Agreement]] = field(default_factory=lambda: defaultdict(list))
    check_ins: dict[int, list[CheckIn]] = field(default_factory=lambda: defaultdict(list))
    responses: dict[int, list[Response]] = field(default_factory=lambda: defaultdict(list))


@pages.get("/patterns/together")
@needs(Permission.SEE_PATTERNS)
def show() -> str:
    """Those who met in two incidents or more within the window, the latest first; twenty of them."""
    form = TogetherFilters(request.args)
    offer_years(form)
    is_valid = form.validate()
    found = recurring(meetings(me(), timedelta(days=int(form.window.data or 30)))) if is_valid else []
    found = [each for each in found if not form.kind.data or each.is_group == (form.kind.data == "groups")]
    if form.words.data:
        found = _named(found, form.words.data)
    cases = happened_in(number for each in found for number in each.cases) if form.year.data else {}
    if form.year.data:
        found = [each for each in found if _has_year(each, cases, form.year.data)]
    shown, more = found[:MOST], len(found) > MOST
    return render_template(
        "patterns/together.html",
        form=form,
        is_valid=is_valid,
        cards=_cards(shown),
        more=more,
        window=form.window.data or "30",
        in_use=[
            (words, address("/patterns/together", [p for p in form.kept if p[0] != name]))
            for name, words in form.in_use
        ]
        if is_valid
        else [],
        clear="/patterns/together" if form.in_use or not is_valid else None,
    )


def _named(found: Sequence[Together], words: str) -> list[Together]:
    names = names_of(pupil for each in found for pupil in each.pupils)
    parts = folded(words).split()
    return [e for e in found if any(all(p in folded(names.get(n, "")) for p in parts) for n in e.pupils)]


def _has_year(each: Together, cases: dict[int, Happened], year: str) -> bool:
    return any(p.id in each.pupils and p.year == year for number in each.cases for p in cases[number].people.values())


def _cards(found: Sequence[Together]) -> list[dict[str, object]]:
    wanted = {number for each in found for number in each.cases}
    cases, tried = happened_in(wanted), _tried(wanted)
    day = Day(me(), today(), calendar_of())
    for number in sorted(wanted):
        log_reading("case in patterns", tried.cases[number].reference)
    return [_card(each, cases, tried, day) for each in found]


def _tried(case_ids: Iterable[int]) -> Tried:
    """Cases, responses, agreements with actions, and answers; five statements whatever their number."""
    wanted, made = sorted(case_ids), Tried()
    if not wanted:
        return made
    for case in db.session.execute(scope.visible_cases(me(), in_full=True).where(Case.id.in_(wanted))).scalars():
        made.cases[case.id] = case
    latest = scope.visible_responses(me()).where(Response.case_id.in_(wanted)).order_by(Response.id.desc())
    for response in db.session.scalars(latest):
        made.responses[response.case_id].append(response)
    agreed = scope.visible_agreements(me()).where(Case.id.in_(wanted)).order_by(Agreement.made_on.desc())
    agreed = agreed.options(joinedload(Agreement.response), selectinload(Agreement.actions).joinedload(Action.done_by))
    for agreement in db.session.scalars(agreed):
        made.agreements[agreement.response.case_id].append(agreement)
    asked = scope.visible_check_ins(me()).where(CheckIn.case_id.in_(wanted), CheckIn.held_on.is_not(None))
    asked = asked.options(joinedload(CheckIn.person)).order_by(CheckIn.held_on.desc(), CheckIn.id.desc())
    for check_in in db.session.scalars(asked):
        made.check_ins[check_in.case_id].append(check_in)
    return made


def _card(each: Together, cases: dict[int, Happened], tried: Tried, day: Day) -> dict[str, object]:
    people = {p.id: p for number in each.cases for p in cases[number].people.values() if p.id in each.pupils}
    latest = tried.cases[each.cases[0]]
    return {
        "id": anchor(each),
        "title": listed([person.named for person in sorted(people.values(), key=lambda p: folded(p.name))]),
        "helped": [line for number in each.cases for line in _agreed(tried.agreements[number], day)],
        "tried": [line for number in each.cases for line in _responded(tried.responses[number], day)],
        "said": _said(each, tried, day),
        "cases": [_happened(tried.cases[number], cases[number], day) for number in each.cases],
        "href": f"/cases/{latest.reference}",
        "on_the_spot": any(
            row.kind is ResponseKind.AFFECTIVE_STATEMENT for number in each.cases for row in tried.responses[number]
        ),
    }


def _agreed(agreements: Iterable[Agreement], day: Day) -> Iterable[dict[str, object]]:
    for agreement in agreements:
        state = state_of(agreement)
        actions = [
            f"{a.done_by.display_name}: {a.what.rstrip('.')} ({ACTION_WORDS[a.status.value].lower()})"
            for a in agreement.actions
        ]
        yield {
            "words": f"Agreement of {day.written(agreement.made_on)}", "href": f"/agreements/{agreement.id}",
            "state": STATE_WORDS[state], "state_kind": ENDED_WELL.get(state.value, "calm"), "actions": actions,
        }  # fmt: skip


def _responded(responses: Iterable[Response], day: Day) -> Iterable[dict[str, str]]:
    for row in responses:
        if row.kind is not ResponseKind.AFFECTIVE_STATEMENT:
            at = when_of(row)
            when = f", {day.written(at[0])}" if at else ""
            yield {
                "words": f"{KIND_WORDS[row.kind.value]}: {RESPONSE_STATUS_WORDS[row.status.value].lower()}{when}",
                "href": f"/responses/{row.id}",
            }


def _said(each: Together, tried: Tried, day: Day) -> list[str]:
    """The last answer of each of them, whichever case it was asked about."""
    last: dict[int, CheckIn] = {}
    rows = (row for number in each.cases for row in tried.check_ins[number] if row.person_id in each.pupils)
    for row in sorted(rows, key=lambda row: (row.held_on or day.on, row.id)):
        last[row.person_id] = row
    return [_answer(row, day) for row in sorted(last.values(), key=lambda row: folded(row.person.display_name))]


def _answer(row: CheckIn, day: Day) -> str:
    said = [SAFE_WORDS[row.safe.value]] if row.safe else []
    said += [PUT_RIGHT_WORDS[row.put_right.value]] if row.put_right else []
    on = f", {day.written(row.held_on)}" if row.held_on else ""
    return f"{row.person.display_name}: {', '.join(said) or 'asked'}{on}"


def _happened(case: Case, happened: Happened, day: Day) -> dict[str, str]:
    where = f", {happened.where}" if happened.where else ""
    on = day.written(london(happened.last_at).date()) if happened.last_at else ""
    words = f"{on}: {happened.what.lower()}{where}"
    return {"words": words, "href": f"/cases/{case.reference}", "stage": STAGE_WORDS[case.stage]}
