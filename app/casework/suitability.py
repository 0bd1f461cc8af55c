"""Choosing a response: the gates that stop one, and the suggestion with its reasons in words.

Gates are rows of data and pure functions; they block at the server for every way in (domain.md, Choosing a response;
practice.md 1.6). The suggestion never assigns: staff may choose otherwise with one line of reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from app.casework.refusals import Refusal
from app.casework.wording import severity
from app.casework.words import Answer, ResponseKind

FORMAL = ResponseKind.FORMAL_CONFERENCE
JOINT = frozenset({ResponseKind.IMPROMPTU_CONFERENCE, ResponseKind.CIRCLE, FORMAL})
BULLYING = "bullying"
"""The tag of an incident that answers a gate by itself."""
WAITING = ("sexual_or_domestic", "suspected_abuse", "weapon_or_threat", "live_enquiry")
"""The questions whose yes makes a case wait for the safeguarding lead, the gravest first."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The gate questions as answered. `responsibility_accepted`: any part in it; `everyone_willing`: on both sides."""

    sexual_or_domestic: Answer = Answer.NO
    live_enquiry: Answer = Answer.NO
    suspected_abuse: Answer = Answer.NO
    weapon_or_threat: Answer = Answer.NO
    responsibility_accepted: Answer = Answer.YES
    everyone_willing: Answer = Answer.YES
    power_imbalance: Answer = Answer.NO
    staff_allegation: Answer = Answer.NO
    communication_need: Answer = Answer.NO


QUESTIONS: dict[str, str] = {
    "sexual_or_domestic": "Is there any sexual or gender-based harm, or domestic abuse?",
    "live_enquiry": "Is there a live police, court or social-care enquiry?",
    "suspected_abuse": "Do you suspect abuse?",
    "weapon_or_threat": "Was there a weapon or a credible threat?",
    "staff_allegation": "Is it alleged that a member of staff caused harm to a pupil?",
    "responsibility_accepted": "Does the person who caused harm accept any part in it?",
    "everyone_willing": "Is everyone willing to take part?",
    "power_imbalance": "Is it repeated, or is there an imbalance of power?",
    "communication_need": "Does anyone have SEND or a communication need?",
}


def with_tags(answers: Answers, tags: Collection[str]) -> Answers:
    """The answers, with what the tags of the incident say: bullying is an imbalance of power, whatever was answered."""
    return replace(answers, power_imbalance=Answer.YES) if BULLYING in tags else answers


NOBODY_ASKED = Answers(**dict.fromkeys(QUESTIONS, Answer.DONT_KNOW))
_BETTER_YES = frozenset({"responsibility_accepted", "everyone_willing"})


def stricter_answers(one: Answers, other: Answers) -> Answers:
    """Of two answers to each question the one that stops more; don’t know stands between the two."""
    order = [Answer.NO, Answer.DONT_KNOW, Answer.YES]
    return Answers(
        **{
            name: max(
                getattr(one, name), getattr(other, name), key=(order[::-1] if name in _BETTER_YES else order).index
            )
            for name in QUESTIONS
        }
    )


def _yes(answer: Answer, kind: ResponseKind) -> bool:
    """Don't know counts as yes for a formal conference."""
    return answer is Answer.YES or (kind is FORMAL and answer is Answer.DONT_KNOW)


def _not_yes(answer: Answer, kind: ResponseKind) -> bool:
    """Not said, or for a formal conference not known."""
    return answer is Answer.NO or (kind is FORMAL and answer is Answer.DONT_KNOW)


@dataclass(frozen=True, slots=True)
class Gate:
    """One row of the table: the question it rests on, when it applies, which kinds it stops, and what staff read."""

    code: str
    question: str
    applies: Callable[[Answers, ResponseKind], bool]
    stops: frozenset[ResponseKind]
    message: str
    instead: str


_EVERY = frozenset(ResponseKind)
GATES: tuple[Gate, ...] = (
    Gate(
        "staff_allegation",
        "staff_allegation",
        lambda a, k: a.staff_allegation is Answer.YES or _yes(a.staff_allegation, k),
        _EVERY,
        "An allegation against a member of staff leaves the ordinary flow: it goes to the headteacher only.",
        "Tell the headteacher now, in person. Nothing else is recorded here.",
    ),
    Gate(
        "sexual_or_domestic",
        "sexual_or_domestic",
        lambda a, k: _yes(a.sexual_or_domestic, k),
        _EVERY,
        "Sexual or gender-based harm, or domestic abuse: no response can be started until the safeguarding lead lifts "
        "this, recording that the child who was harmed asked for it.",
        "Speak to the designated safeguarding lead now. Support for the person harmed goes on.",
    ),
    Gate(
        "live_enquiry",
        "live_enquiry",
        lambda a, k: _yes(a.live_enquiry, k),
        _EVERY,
        "There is a live enquiry, so the case waits. Asking questions now could harm it.",
        "The safeguarding lead has the case and a review date. Nothing you recorded is lost.",
    ),
    Gate(
        "suspected_abuse",
        "suspected_abuse",
        lambda a, k: _yes(a.suspected_abuse, k),
        _EVERY,
        "Where abuse is suspected the case waits for the safeguarding lead.",
        "Speak to the designated safeguarding lead now, before the end of the day.",
    ),
    Gate(
        "weapon_or_threat",
        "weapon_or_threat",
        lambda a, k: _yes(a.weapon_or_threat, k),
        _EVERY,
        "A weapon or a credible threat: the case waits for the safeguarding lead.",
        "Keep people safe first. The safeguarding lead sets a review date.",
    ),
    Gate(
        "responsibility_not_accepted",
        "responsibility_accepted",
        lambda a, k: _not_yes(a.responsibility_accepted, k),
        JOINT,
        "The person who caused harm accepts no part in it, so there is no joint meeting.",
        "Support the person harmed alone, or talk it through with each of them in affective questions.",
    ),
    Gate(
        "not_everyone_willing",
        "everyone_willing",
        lambda a, k: _not_yes(a.everyone_willing, k),
        JOINT,
        "Not everyone is willing. Declining is an ordinary ending; nobody is asked again to change their mind.",
        "An indirect way is open: a statement read out, a stand-in, a shuttle, a letter.",
    ),
    Gate(
        "power_imbalance",
        "power_imbalance",
        lambda a, k: a.power_imbalance is not Answer.NO,
        frozenset({ResponseKind.IMPROMPTU_CONFERENCE}),
        "It is bullying, or repeated, or there is an imbalance of power: no meeting on the spot.",
        "Plan a formal conference with full preparation, each person met alone first.",
    ),
)


def gate_for(kind: ResponseKind, answers: Answers) -> Refusal | None:
    """The first gate that stops this kind of response, or None. Its code is the gate's."""
    gate = _stopping(kind, answers)
    return Refusal(gate.code, _why(gate, answers), field="kind", instead=gate.instead) if gate else None


def _stopping(kind: ResponseKind, answers: Answers) -> Gate | None:
    return next((gate for gate in GATES if kind in gate.stops and gate.applies(answers, kind)), None)


def _is_unknown(gate: Gate, answers: Answers) -> bool:
    return getattr(answers, gate.question) is Answer.DONT_KNOW


def _why(gate: Gate, answers: Answers) -> str:
    """What the gate says; where nobody knows, that nobody knows, and not that it is so."""
    if not _is_unknown(gate, answers):
        return gate.message
    asked = QUESTIONS[gate.question]
    return f"Not known yet: {asked[:1].lower()}{asked[1:]} This waits until somebody has found out."


def waiting_for(answers: Answers) -> list[str]:
    """The answers that put a case on hold for the safeguarding lead at once: their names, the gravest first (yes only)."""
    return [name for name in WAITING if getattr(answers, name) is Answer.YES]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the suggestion looks at: severity 1 to 4, people harmed or affected, earlier incidents of the same pair
    in this year, and the answers."""

    severity: int
    people_affected: int
    repeats: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind and why, in a sentence or a few."""

    kind: ResponseKind
    why: str


def suggestion(circumstances: Circumstances) -> Suggestion:
    """The kind the form suggests: the more serious the matter, the more formal the response (practice.md 1.2)."""
    c = circumstances
    if c.answers.power_imbalance is not Answer.NO:
        is_known = c.answers.power_imbalance is Answer.YES
        why = (
            "It is bullying or repeated, or there is"
            if is_known
            else "Nobody knows yet whether it is repeated or there is"
        )
        return _open(FORMAL, f"{why} an imbalance of power, so each person is prepared first.", c)
    if c.severity >= 3:
        return _open(FORMAL, f"It was marked as {severity(c.severity)}, which is met in a prepared meeting.", c)
    if c.people_affected > 2:
        why = f"{c.people_affected} people were harmed or affected, more than a small meeting holds."
        return _open(ResponseKind.CIRCLE, why, c)
    if c.severity == 2 or c.repeats:
        why = "It has happened before." if c.repeats else f"It was marked as {severity(c.severity)}."
        more = " A small meeting lets both sides be heard the same day."
        return _open(ResponseKind.IMPROMPTU_CONFERENCE, why, c, more)
    if c.people_affected:
        return Suggestion(
            ResponseKind.AFFECTIVE_QUESTIONS, f"Somebody was affected, and it was marked as {severity(1)}."
        )
    return Suggestion(
        ResponseKind.AFFECTIVE_STATEMENT, f"It was marked as {severity(1)}, and nobody is named as harmed."
    )


def _open(kind: ResponseKind, why: str, c: Circumstances, more: str = "") -> Suggestion:
    """The kind, with `more` that speaks for it; or affective questions where a gate stops every joint meeting."""
    gate = _stopping(kind, c.answers)
    if gate is None or gate_for(ResponseKind.AFFECTIVE_QUESTIONS, c.answers):
        return Suggestion(kind, why + more)
    so = "Until then" if _is_unknown(gate, c.answers) else "So"
    return Suggestion(ResponseKind.AFFECTIVE_QUESTIONS, f"{why} {_why(gate, c.answers)} {so} each is spoken to alone.")
