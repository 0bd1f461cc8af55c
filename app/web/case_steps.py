"""What comes next on the page of a case, and what else the reader may do now: words and addresses of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.casework.case import Case
from app.casework.gathering import Gathered
from app.casework.lifecycle import Move, refusal
from app.casework.next_step import Next, Step, still_to_enter
from app.casework.permissions import Permission
from app.casework.staff import Membership
from app.casework.words import ResponseStatus


@dataclass(frozen=True, slots=True)
class Words:
    """A step in words: what is to be done, on the button, and who does it where the reader may not."""

    what: str
    button: str
    else_: str
    move: Move
    page: str


ENTER = "/exclusions?decided={id}"
STEPS: dict[Next, Words] = {
    Next.LIFT_HOLD: Words(
        "Look at the hold again, and lift it when it is safe", "See the hold",
        "The safeguarding lead has it", Move.HOLD_LIFTED, "{base}/hold"),
    Next.MAKE_SAFE: Words(
        "{about} does not feel safe yet, or is not sure: speak with them, and with the safeguarding lead",
        "Plan a check-in", "{about} does not feel safe yet, or is not sure", Move.CHECK_IN_PLANNED, "{base}/check-ins"),
    Next.DECIDE: Words(
        "Decide about {about}", "Decide", "Waiting for the headteacher to decide about {about}",
        Move.DECISION_RECORDED, "{base}/decision"),
    Next.CONFIRM: Words(
        "Confirm the threshold that was asked for about {about}", "Confirm a threshold",
        "Waiting for the headteacher or a deputy to confirm a threshold about {about}", Move.THRESHOLD_RECORDED, "{base}/threshold"),
    Next.ENTER_EXCLUSION: Words(
        "Enter the exclusion of {about} in the register", "Enter it",
        "Waiting for the exclusion of {about} to be entered in the register",
        Move.EXCLUSION_RECORDED, ENTER),
    Next.TRIAGE: Words(
        "Say who has this case, who may see it and what comes next", "Triage it",
        "Waiting for a pastoral lead to triage it", Move.TRIAGED, "{base}/triage"),
    Next.CHOOSE: Words(
        "Choose how it is put right", "Choose a response", "Waiting for a response to be chosen",
        Move.RESPONSE_CHOSEN, "{base}/responses/new"),
    Next.CHOOSE_ANOTHER: Words(
        "Offer another way, such as a letter or a statement read out, or close", "Choose another way",
        "Another way may be offered", Move.RESPONSE_CHOSEN, "{base}/responses/new"),
    Next.HOLD_RESPONSE: Words(
        "{about}", "Open the response", "{about}", Move.RESPONSE_HELD, "/responses/{id}"),
    Next.RECORD_RESPONSE: Words(
        "{about}: write down what became of it", "Open the response", "{about}: waiting to hear what became of it",
        Move.RESPONSE_HELD, "/responses/{id}"),
    Next.RECORD_AGREEMENT: Words(
        "Write down what was agreed", "Record the agreement", "Waiting for the agreement to be written down",
        Move.AGREEMENT_RECORDED, "{base}/agreements/new?response={id}"),
    Next.AGREE_OR_CLOSE: Words(
        "Write down what was agreed; if nothing was, close the case", "Record the agreement",
        "Waiting to hear whether anything was agreed", Move.AGREEMENT_RECORDED,
        "{base}/agreements/new?response={id}"),
    Next.CHECK_IN: Words(
        "Check in with {about}", "Hold the check-in", "A check-in with {about}", Move.CHECK_IN_HELD, "/check-ins/{id}"),
    Next.SEE_ACTION: Words(
        "See whether it is done: “{about}”", "Open the agreement", "To be done: “{about}”",
        Move.ACTION_VERIFIED, "/agreements/{id}"),
    Next.FIND_OUT_WHY: Words(
        "Find out why the agreement was not kept, before anything else", "Open the agreement",
        "To find out: why the agreement was not kept", Move.FOUND_OUT_WHY, "/agreements/{id}"),
    Next.REVIEW: Words(
        "Look at the agreement again, as promised", "Open the agreement", "The agreement is looked at again",
        Move.ACTION_VERIFIED, "/agreements/{id}"),
    Next.TELL_AND_CLOSE: Words(
        "Tell {about} the outcome and close", "Tell and close",
        "{about} is told the outcome, and it is closed", Move.CLOSED, "{base}/close"),
    Next.TELL_LATER: Words(
        "Tell {about} how it ended", "Tell them", "{about} is to be told how it ended", Move.HARMED_TOLD, "{base}/told"),
    Next.CLOSE: Words(
        "All is done: close the case", "Close the case", "All is done; it waits to be closed", Move.CLOSED, "{base}/close"),
}  # fmt: skip


DUE_WORDS: dict[Next, str] = {
    Next.CHECK_IN: "A check-in with {about} is",
    Next.SEE_ACTION: "An action is",
    Next.REVIEW: "Another look at the agreement is",
    Next.HOLD_RESPONSE: "A response is",
    Next.RECORD_RESPONSE: "A response is",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A step as it is said to one reader: `href` only where they may do it."""

    what: str
    step: Step
    href: str | None = None
    button: str | None = None
    meanwhile: str | None = None


def say_steps(case: Case, found: list[Step], by: Membership) -> Said | None:
    """The first thing; and if it waits for somebody else, the first that the reader may do meanwhile."""
    if not found:
        return None
    first = _said(case, found[0], by)
    mine = next((said for step in found if (said := _said(case, step, by)).href), None)
    if mine is None or mine is first or mine.step == found[0]:
        return first
    return Said(mine.what, mine.step, mine.href, mine.button, meanwhile=f"{first.what}.")


def _said(case: Case, step: Step, by: Membership) -> Said:
    words = STEPS[step.what]
    about = step.about.rstrip(".")
    if refusal(case, words.move, by=by) is not None:
        return Said(words.else_.format(about=about), step)
    href = words.page.format(base=f"/cases/{case.reference}", id=step.record_id)
    return Said(words.what.format(about=about), step, href, words.button)


Test = Callable[[Case, Gathered], bool]


def _always(_case: Case, _found: Gathered) -> bool:
    return True


def _has_pair(_case: Case, found: Gathered) -> bool:
    return any(person.part.caused and person.kind == "pupil" for person in found.people)


def _may_agree(_case: Case, found: Gathered) -> bool:
    """A response was held whose agreement is not written down yet, or was withdrawn."""
    standing = {agreement.response_id for agreement in found.agreements if agreement.withdrawn_on is None}
    return any(each.status is ResponseStatus.HELD and each.id not in standing for each in found.responses)


ACTIONS: tuple[tuple[Move, Test, str, str], ...] = (
    (Move.TRIAGED, _always, "Change owner, or what comes next", "{base}/triage"),
    (Move.HANDED_ON, _always, "Change owner, or what comes next", "{base}/triage"),
    (Move.CONFIDENTIALITY_CHANGED, _always, "Change who may see it", "{base}/access"),
    (Move.INCIDENT_JOINED, _always, "Join or split incidents", "{base}/join"),
    (Move.RESPONSE_CHOSEN, _always, "Choose a response", "{base}/responses/new"),
    (Move.AGREEMENT_RECORDED, _may_agree, "Record an agreement", "{base}/agreements/new"),
    (Move.CHECK_IN_PLANNED, _always, "Plan a check-in", "{base}/check-ins"),
    (Move.THRESHOLD_ASKED_FOR, _has_pair, "Ask for a threshold", "{base}/threshold/ask"),
    (Move.THRESHOLD_RECORDED, _has_pair, "Confirm a threshold", "{base}/threshold"),
    (Move.DECISION_RECORDED, _has_pair, "Record a decision", "{base}/decision"),
    (Move.HOLD_LIFTED, _always, "Lift the hold", "{base}/hold"),
    (Move.ALLEGATION_CLEARED, lambda case, _: case.concerns_staff_conduct, "Return it to the ordinary flow", "{base}/hold"),
    (Move.SAFETY_CHECKED, _always, "See what stops it", "{base}/hold"),
    (Move.CLOSED, _always, "Close the case", "{base}/close"),
    (Move.REOPENED, _always, "Open it again", "{base}/close"),
)  # fmt: skip


def actions_of(case: Case, found: Gathered, by: Membership, step: Said | None) -> list[tuple[str, str]]:
    """What else the reader may do now, in plain words: (words, address). The step itself is not said twice."""
    base = f"/cases/{case.reference}"
    whole = step.href or "" if step else ""
    taken = {whole, whole.partition("?")[0]}
    open_now: dict[str, str] = {}
    for move, fits, words, page in ACTIONS:
        if refusal(case, move, by=by) is None and fits(case, found):
            open_now.setdefault(page.format(base=base), words)
    if refusal(case, Move.EXCLUSION_RECORDED, by=by) is None:
        open_now |= {ENTER.format(id=each.id): f"Enter the exclusion of {each.pupil} in the register"
                     for each in still_to_enter(found)}  # fmt: skip
    if by.may(Permission.SEE_REGISTERS) and _has_pair(case, found):
        open_now[f"{base}/measure"] = "How the measure reads it"
    open_now[f"{base}/chronology"] = "Make a chronology to print"
    return [(words, href) for href, words in open_now.items() if href not in taken]
