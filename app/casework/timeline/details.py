"""The line under a sentence: the answers of a check-in, the sanction considered, the actions agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from app.casework import wording
from app.casework.lifecycle import Move
from app.casework.timeline.known import Known

Values = Mapping[str, Any]
# The questions at which "no" is the answer that stops something.
_NO_STOPS = ("responsibility_accepted", "everyone_willing")


def _day(value: object) -> str:
    try:
        return f"{date.fromisoformat(str(value)):%-d %B %Y}"
    except ValueError:
        return str(value)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _safety(after: Values, _known: Known, _about: str) -> str:
    notable = [name for name in wording.SAFETY_WORDS if after.get(name) == ("no" if name in _NO_STOPS else "yes")]
    unknown = [name for name in wording.SAFETY_WORDS if after.get(name) == "dont_know"]
    said = [
        f"not {wording.SAFETY_WORDS[name]}" if name in _NO_STOPS else wording.SAFETY_WORDS[name] for name in notable
    ]
    lines = [f"To bear in mind: {'; '.join(said)}." if said else "", _unknown(unknown)]
    found = " ".join(filter(None, lines)) or "Nothing stands in the way of a response."
    return f"{found} Looked at again on {_day(after['review_on'])}." if after.get("review_on") else found


def _unknown(names: Iterable[str]) -> str:
    words = "; ".join(wording.SAFETY_WORDS[name] for name in names)
    return f"Not known: {words}." if words else ""


def _next_step(after: Values, _known: Known, _about: str) -> str:
    if not after.get("next_step"):
        return ""
    by = f", by {_day(after['next_step_on'])}" if after.get("next_step_on") else ""
    return f"Next: {str(after['next_step']).rstrip('.')}{by}."


def _lifted(after: Values, _known: Known, _about: str) -> str:
    over = wording.SAFETY_WORDS.get(str(after.get("hold")))
    asked = f"The child who was harmed asked for it: {after['request']}" if after.get("request") else ""
    return " ".join(filter(None, [_sentence(f"it was about {over}") if over else "", asked]))


def _until(after: Values, _known: Known, _about: str) -> str:
    return f"Until {after['until']}." if after.get("until") else ""


def _threshold(after: Values, _known: Known, _about: str) -> str:
    sanction = str(after.get("sanction") or "none")
    days = after.get("school_days")
    words = wording.SANCTION_WORDS.get(sanction, "No sanction")
    words += f" of {wording.school_days(int(days))}" if days else ""
    words += f", {after['confidence']}" if after.get("confidence") else ""
    return words + (f". Clause {after['clause']}." if after.get("clause") else ".")


def _check_in(after: Values, _known: Known, _about: str) -> str:
    said = [
        words[after[name]]
        for name, words in (("safe", wording.SAFE_WORDS), ("put_right", wording.PUT_RIGHT_WORDS))
        if after.get(name) in words
    ]
    raised = "To be raised with the safeguarding lead at once." if after.get("raised") else ""
    return " ".join(filter(None, [_sentence("; ".join(said)) if said else "", raised]))


def _planned(after: Values, _known: Known, _about: str) -> str:
    days = [_day(day) for day in after.get("dates") or ()]
    return f"On {wording.listed(days)}." if days else ""


def _looked_at(after: Values, _known: Known, _about: str) -> str:
    return f"On {_day(after['risk_reviewed_on'])}." if after.get("risk_reviewed_on") else ""


def _agreed(_after: Values, known: Known, about: str) -> str:
    return " ".join(f"{each.by}: {each.what.rstrip('.')}." for each in known.of_agreement(about))


def _consent(after: Values, _known: Known, _about: str) -> str:
    asked, agreed = after.get("asked_by"), after.get("agreed_by")
    return f"Asked for by {asked}; agreed by {agreed}." if asked and agreed else ""


def _exclusion(after: Values, _known: Known, _about: str) -> str:
    sessions = after.get("sessions")
    days = f", {int(sessions) / 2:g} school day{'' if int(sessions) == 2 else 's'}" if sessions else ""
    return f"From {_day(after['starts_on'])}{days}." if after.get("starts_on") else ""


def _cancelled(after: Values, _known: Known, _about: str) -> str:
    return f"On {_day(after['cancelled_on'])}." if after.get("cancelled_on") else ""


def _made_safe(after: Values, _known: Known, _about: str) -> str:
    return f"For whoever did not feel safe: {after['made_safe']}" if after.get("made_safe") else ""


_DETAILS: dict[Move, Callable[[Values, Known, str], str]] = {
    Move.TRIAGED: _next_step,
    Move.CONFIDENTIALITY_CHANGED: _next_step,
    Move.HANDED_ON: _next_step,
    Move.HOLD_LIFTED: _lifted,
    Move.OPENED_IN_EMERGENCY: _until,
    Move.SAFETY_CHECKED: _safety,
    Move.RESPONSE_PREPARED: _looked_at,
    Move.THRESHOLD_RECORDED: _threshold,
    Move.CHECK_IN_HELD: _check_in,
    Move.CHECK_IN_PLANNED: _planned,
    Move.AGREEMENT_RECORDED: _agreed,
    Move.AGREEMENT_CHANGED: _consent,
    Move.EXCLUSION_RECORDED: _exclusion,
    Move.EXCLUSION_CANCELLED: _cancelled,
    Move.CLOSED: _made_safe,
    Move.NO_FURTHER_ACTION_TAKEN: _made_safe,
}


def detail(move: Move | None, after: Values, known: Known, about: str) -> str | None:
    """What else is to be said of this event, or None; `about`: the reference of the record it names."""
    says = _DETAILS.get(move) if move else None
    return (says(after, known, about) or None) if says else None
