"""The records of a case as its page shows them: one function for each kind, from lean rows to words."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from app.casework.agreeing import AgreementState
from app.casework.calendar import Calendar, london
from app.casework.gathering import SeenAgreement, SeenCheckIn, SeenDecision, SeenExclusion, SeenIncident, SeenResponse
from app.casework.permissions import Permission
from app.casework.wording import DECISION_WORDS, EXCLUSION_WORDS, KIND_WORDS, RESPONSE_STATUS_WORDS, school_days_of
from app.web.access import me
from app.web.agreement_lines import STATE_WORDS, action_line
from app.web.due import day_words, due, full_day
from app.web.response_lines import when_of


def small(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def story_line(is_to_add: bool) -> str:
    """What stands where no story does."""
    return "The story is still to add." if is_to_add else "Nothing more was written down."


def incident_line(each: SeenIncident) -> dict[str, Any]:
    """An incident with its account, and what else is written of it."""
    when = london(each.occurred_at)
    place = f", {each.location}" if each.location else ""
    return {
        "reference": each.reference,
        "words": each.words[:1].upper() + each.words[1:],
        "when": f"{when:%A} {full_day(when.date())}, {when:%H:%M}{place}",
        "what_happened": each.what_happened,
        "story": story_line(each.story_to_add),
        "adding": f"/incidents/{each.reference}/amend"
        if each.story_to_add and me().may(Permission.AMEND_INCIDENT)
        else None,
        "logged_by": each.logged_by,
        "more": [
            (t, w) for t, w in (("Done at once", each.immediate_action), ("Injuries or damage", each.injuries)) if w
        ],
        "accounts": [(p.name, p.account) for p in each.people if p.account],
    }


def response_line(each: SeenResponse) -> dict[str, Any]:
    """A response, how it stands and who leads it."""
    day, time_of_day = when_of(each) or (None, None)
    when = f"{day:%A} {full_day(day)}" if day else None
    when = f"{when}, {time_of_day:%H:%M}" if time_of_day else when
    return {
        "href": f"/responses/{each.id}",
        "words": KIND_WORDS[each.kind.value],
        "status": RESPONSE_STATUS_WORDS[each.status.value],
        "state": "good" if each.held_at else "calm",
        "meta": ". ".join(filter(None, (when, f"Led by {each.led_by}" if each.led_by else "Nobody leads it yet"))),
        "outcome": each.outcome_sentence,
    }


def agreement_line(each: SeenAgreement, calendar: Calendar) -> dict[str, Any]:
    """An agreement as its card shows it; a review that has passed its use is not shown."""
    review, review_state = due(each.review_on, me().on, calendar)
    active = each.state is AgreementState.ACTIVE and each.review_on is not None
    return {
        "title": f"Agreement of {full_day(each.made_on)}",
        "href": f"/agreements/{each.id}",
        "state": each.state.value,
        "state_word": STATE_WORDS[each.state],
        "owner": each.owner or "Nobody yet",
        "review_words": f"looked at again {review}" if active else None,
        "review_state": review_state,
        "actions": [action_line(action, due(action.due_on, me().on, calendar)) for action in each.actions],
    }


FACES = {"yes": "good", "no": "not_good", "unsure": "so_so", "partly": "so_so"}


def check_in_line(each: SeenCheckIn, calendar: Calendar) -> dict[str, Any]:
    """A check-in as its card shows it."""
    answers = [
        (question, FACES[answer.value], answer.value.capitalize())
        for question, answer in (("Safe?", each.safe), ("Put right?", each.put_right))
        if answer is not None
    ]
    note = each.anything_since
    if each.held_on:
        words, state = f"held {day_words(each.held_on, me().on, with_weekday=False)}", "done"
    elif each.skipped_on:
        words, state, note = "left out", "later", each.skipped_because
    else:
        words, state = due(each.due_on, me().on, calendar)
    href = f"/check-ins/{each.id}" if each.is_open else None
    return {"name": each.name, "words": words, "state": state, "answers": answers, "note": note, "href": href}


def decision_line(each: SeenDecision) -> dict[str, Any]:
    """A decision with its three answers."""
    at = london(each.decided_at)
    return {
        "title": f"{each.pupil}: {small(DECISION_WORDS[each.decision.value])}",
        "asked": each.who_was_asked or None,
        "reason": each.reason_given or None,
        "next": each.what_next or None,
        "by": each.decided_by,
        "on_words": f"{full_day(at.date())}, {at:%H:%M}",
    }


def exclusion_line(each: SeenExclusion) -> tuple[str, str]:
    """A row of the register in words, and where it stands."""
    days = f", {school_days_of(each.sessions)}" if each.sessions else ""
    words = f"{each.reference}: {each.pupil}, {small(EXCLUSION_WORDS[each.kind.value])} from {full_day(each.starts_on)}"
    gone = f". Cancelled on {full_day(each.cancelled_on)}" if each.cancelled_on else ""
    return f"{words}{days}{gone}", f"/exclusions?words={quote_plus(each.pupil)}"


def note_line(text: str, at: Any, by: str, is_restricted: bool) -> dict[str, Any]:
    """A note, with who wrote it and when."""
    when = london(at)
    restricted = "Restricted. " if is_restricted else ""
    source = f"{restricted}{by}, {full_day(when.date())}, {when:%H:%M}"
    return {"text": text, "source": source, "restricted": is_restricted}
