"""What waits at the demonstration school today: a case at each stage, brought about by the actions that staff take.

Its pupils were here last year too: in August, and in the first days of September, these cases are of July.
"""

from __future__ import annotations

from datetime import datetime

from app.casework.agreeing import Undertaking, record_agreement
from app.casework.case import Case
from app.casework.checking_in import hold_check_in, plan_check_ins
from app.casework.deciding import ask_for_threshold, record_decision, record_threshold
from app.casework.holds import answer_safety_questions
from app.casework.incident import Incident
from app.casework.people import Pupil
from app.casework.preparing import Preparation, prepare_participant, review_risk
from app.casework.responding import Meeting, Present, decline_response, hold_response
from app.casework.response import Response
from app.casework.settling import report_action, verify_action
from app.casework.suitability import Answers
from app.casework.triage import add_note
from app.casework.words import (
    ActionStatus,
    Answer,
    Confidence,
    Confidentiality,
    DecisionKind,
    ParticipationLevel,
    PutRight,
    ResponseKind,
    Safe,
    Sanction,
)
from app.demo.today import Today

FORMAL = ResponseKind.FORMAL_CONFERENCE


def tell_today(today: Today) -> None:
    """Every situation, the oldest first, so that references follow the days."""
    for situation in (
        _kept_and_nearly_closed, _not_kept, _unsafe_at_the_check_in, _declined, _decided_and_preparing, _waits_for_police,
        _waits_for_the_head, _threshold_asked_for, _restricted, _same_two_again, _waits_for_triage,
    ):  # fmt: skip
        situation(today)


def _met(today: Today, case: Case, days_ago: int, kind: ResponseKind = ResponseKind.IMPROMPTU_CONFERENCE) -> Response:
    """Triaged, found safe, and met in a small meeting so many school days ago."""
    at, lead = today.moment(days_ago, 13, 20), today.by("pastoral_lead", days_ago)
    answer_safety_questions(case, Answers(), by=lead, at=at)
    response = today.choose(case, kind, "pastoral_lead", at)
    present = [
        Present(part.person, took_part=True, participation_level=ParticipationLevel.MEETS if part.part.harmed else None)
        for part in case.incidents[0].involvements
    ]
    meeting = Meeting(held_at=at, calm_enough=True, place="The quiet room")
    hold_response(response, meeting, present, calendar=today.calendar, by=lead, at=at)
    today.flush()
    return response


def _agree(today: Today, response: Response, days_ago: int, what: str, due_in: int, adult: str = "") -> None:
    """An action by the person who caused harm, one by an adult where it is given, and the check-ins that follow."""
    at, lead = today.moment(days_ago, 13, 40), today.by("pastoral_lead", days_ago)
    caused, harmed = today.caused(response.case), today.harmed(response.case)
    due, review = today.day(days_ago - due_in), today.day(days_ago - due_in - 2)
    undertakings = [Undertaking(what, caused, harmed, due, adult_support="A word in the morning", how_known="Seen")]
    if adult:
        undertakings.append(Undertaking(adult, today.staff("staff"), harmed, due))
    record_agreement(
        response, undertakings, made_on=lead.on, review_on=review, owner=today.staff("pastoral_lead"), by=lead, at=at
    )  # fmt: skip
    dates = [day for day in (today.day(days_ago - 2), today.day(days_ago - 10)) if day >= lead.on]
    plan_check_ins(response.case, [harmed, caused], dates, owner_id=today.staff("tutor").id, by=lead, at=at)
    today.flush()


def _check(today: Today, case: Case, days_ago: int, safe: Safe, put_right: PutRight, since: str = "") -> None:
    """The first check-ins, held on that day by the tutor."""
    tutor = today.by("tutor", days_ago)
    for check_in in case.check_ins:
        if check_in.due_on <= tutor.on and check_in.held_on is None:
            hold_check_in(
                check_in, held_on=tutor.on, safe=safe, put_right=put_right, anything_since=since, by=tutor,
                at=today.moment(days_ago, 15, 5),
            )  # fmt: skip


def _kept_and_nearly_closed(today: Today) -> None:
    """All is done and checked; what is left is to tell the person harmed and to close."""
    case = today.log("Tom Adeyemi", "Maya Lewis", "physical", 2, 14, "Tom pushed Maya off the bench by the field.")
    _agree(today, _met(today, case, 13), 13, "Keeps Maya a seat at the front table", 4, "Sits near the table at lunch")
    _check(today, case, 11, Safe.YES, PutRight.PARTLY, "He said sorry on Tuesday.")
    for action in case.responses[0].agreements[0].actions:
        verify_action(action, by=today.by("pastoral_lead", 9), at=today.moment(9, 15, 10))
    _check(today, case, 3, Safe.YES, PutRight.YES)


def _not_kept(today: Today) -> None:
    """What was promised was not done; somebody finds out why before anything else."""
    case = today.log("Luca Moretti", "Zoë O'Neil", "online", 2, 9, "A picture of Zoë was passed on in the form's chat.")
    _agree(today, _met(today, case, 8), 8, "Asks the group to delete the picture", 3)
    action = case.responses[0].agreements[0].actions[0]
    report_action(action, ActionStatus.NOT_DONE, by=today.by("pastoral_lead", 4), at=today.moment(4, 15, 0))
    _check(today, case, 6, Safe.YES, PutRight.NO, "The picture is still there.")


def _unsafe_at_the_check_in(today: Today) -> None:
    """An answer that must not wait."""
    case = today.log("Samir Haddad", "Aisha Rahman", "verbal", 2, 5, "Remarks on the stairs, twice in one day.")
    _agree(
        today, _met(today, case, 4), 4, "Uses the other stairs until half-term", 6, "Is on the stairs between lessons"
    )
    _check(today, case, 2, Safe.UNSURE, PutRight.PARTLY, "Not on the stairs. In lessons yes.")


def _declined(today: Today) -> None:
    """The person harmed would rather not meet; a letter is the way that she chose."""
    case = today.log("Samir Haddad", "Zoë O'Neil", "property", 2, 7, "Zoë's art book was drawn over during lunch.")
    lead, at = today.by("pastoral_lead", 6), today.moment(6, 9, 0)
    answer_safety_questions(case, Answers(), by=lead, at=at)
    response = today.choose(case, ResponseKind.IMPROMPTU_CONFERENCE, "pastoral_lead", at)
    decline_response(response, [today.harmed(case)], by=lead, at=today.moment(6, 12, 30))
    add_note(case, "Zoë would like a letter rather than a meeting. She has chosen what it should say.", by=lead, at=at)


def _decided_and_preparing(today: Today) -> None:
    """Threshold and decision are recorded; the conference is half prepared."""
    case = today.log("Luca Moretti", "Jun Park", "physical", 3, 6, "Luca hit Jun at the bus bay. Jun's lip was cut.")
    incident, pupil = case.incidents[0], today.pupil("Luca Moretti")
    _consider(today, incident, pupil, 6, today.moment(6, 15, 45))
    today.add(
        record_decision(
            incident,
            pupil,
            DecisionKind.RESTORATIVE,
            session=today.session,
            who_was_asked="Luca with his mother, Jun with his father",
            reason_given="Jun asked to meet; Luca accepts what he did",
            what_next="A conference within ten school days",
            by=today.by("headteacher", 5),
            at=today.moment(5, 9, 10),
        )
    )
    lead, at = today.by("pastoral_lead", 5), today.moment(5, 11, 0)
    answer_safety_questions(case, Answers(communication_need=Answer.YES), by=lead, at=at)
    response = today.choose(case, FORMAL, "facilitator", today.moment(5, 11, 5), planned_for=today.moment(-3, 14, 0))
    facilitator = today.by("facilitator", 3)
    preparation = Preparation(
        facilitator.on, True, Answer.YES, supporter="His father", adaptations="Questions the day before, in writing"
    )
    prepare_participant(response, today.harmed(case), preparation, by=facilitator, at=today.moment(3, 10, 0))
    review_risk(
        response, "Both travel on the same bus; seats agreed with the driver", "Jun keeps the early bus; Luca writes",
        on=today.day(1), by=today.by("facilitator", 1), at=today.moment(1, 10, 0),
    )  # fmt: skip


def _waits_for_police(today: Today) -> None:
    """An enquiry is live; the safeguarding lead has it."""
    case = today.log("Samir Haddad", "Ffion Prosser", "property", 3, 4, "A phone went from the changing room.")
    answers = Answers(live_enquiry=Answer.YES)
    at, review = today.moment(3, 10, 30), today.day(-2)
    answer_safety_questions(case, answers, by=today.by("pastoral_lead", 3), at=at, review_on=review)


def _waits_for_the_head(today: Today) -> None:
    """A threshold is recorded; the decision is the head's."""
    case = today.log("Jun Park", "Ffion Prosser", "physical", 3, 2, "Jun threw a stool; it hit Ffion's arm.")
    incident = case.incidents[0]
    _consider(today, incident, today.pupil("Jun Park"), 1, today.moment(1, 16, 0))


def _consider(today: Today, incident: Incident, pupil: Pupil, days_ago: int, at: datetime) -> None:
    """The deputy confirms that a suspension of one day is considered."""
    made = record_threshold(
        incident, pupil, Sanction.SUSPENSION, session=today.session, school_days=1, clause=today.clause(incident),
        confidence=Confidence.PROBABLE, by=today.by("deputy_headteacher", days_ago), at=at,
    )  # fmt: skip
    today.add(made)


def _threshold_asked_for(today: Today) -> None:
    """The pastoral lead has asked which sanction the policy would indicate."""
    case = today.log("Tom Adeyemi", "Jun Park", "verbal", 3, 2, "A slur was shouted across the yard.")
    at = today.moment(1, 14, 30)
    because = "It is the second slur this term, and Jun's family ask what the school does."
    ask_for_threshold(
        case.incidents[0], today.pupil("Tom Adeyemi"), session=today.session, is_asked_already=False,
        by=today.by("pastoral_lead", 1), at=at,
        because=because,
    )  # fmt: skip


def _restricted(today: Today) -> None:
    """Few may see it."""
    today.log(
        "Luca Moretti", "Aisha Rahman", "online", 2, 3, "A message about Aisha's family went round.",
        confidentiality=Confidentiality.RESTRICTED,
    )  # fmt: skip


def _same_two_again(today: Today) -> None:
    """The same two pupils, three times in a fortnight."""
    for days_ago, category, what in (
        (8, "verbal", "Ffion was called a name in the queue."),
        (4, "disruption", "Ffion's chair was pulled away in French."),
        (1, "property", "Ffion's bag was emptied into the bin."),
    ):
        today.log("Tom Adeyemi", "Ffion Prosser", category, 2, days_ago, what)


def _waits_for_triage(today: Today) -> None:
    """Logged this morning, or late yesterday; nobody has looked at them yet."""
    for caused, harmed, category, severity, what in (
        ("Aisha Rahman", "Jun Park", "verbal", 2, "Shouting at the lockers; both were upset."),
        ("Samir Haddad", "Maya Lewis", "physical", 2, "A shove in the dinner queue. Maya's tray fell."),
        ("Luca Moretti", "Zoë O'Neil", "disruption", 1, ""),
    ):
        today.log(caused, harmed, category, severity, 0, what, triaged=False)
