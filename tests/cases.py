"""Cases brought about by doing casework, step by step, as staff would: `Told(cast).logged().triaged().met().agreed()`.

Tom Adeyemi caused harm to Maya Lewis, both of 8B; the pastoral lead has the case. Each step happens an hour after the
one before, and the last of them before now.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from app.casework.agreeing import Undertaking, record_agreement
from app.casework.agreement import Agreement
from app.casework.calendar import london
from app.casework.case import Case, Note
from app.casework.checking_in import hold_check_in, plan_check_ins
from app.casework.closing import close_case, tell_harmed
from app.casework.deciding import ask_for_threshold, record_decision, record_threshold
from app.casework.holds import answer_safety_questions
from app.casework.logging_incident import Account, log_incident
from app.casework.responding import Leader, Meeting, Present, choose_response, hold_response
from app.casework.response import Response
from app.casework.settling import verify_action
from app.casework.staff import Membership
from app.casework.suitability import Answers, Suggestion
from app.casework.triage import add_note, triage_case
from app.casework.words import (
    Answer,
    ClosingReason,
    Confidence,
    Confidentiality,
    DecisionKind,
    Part,
    PutRight,
    ResponseKind,
    Safe,
    Sanction,
)
from tests.cast import Cast

HOUR = timedelta(hours=1)
KIND = ResponseKind.IMPROMPTU_CONFERENCE


class Told:
    """One case on its way; every step commits, and returns itself."""

    def __init__(
        self, cast: Cast, reference: str = "2026-0001", *, days_ago: int = 5, on: datetime | None = None
    ) -> None:
        self.cast, self.reference = cast, reference
        self.at = (on or cast.member("staff").at) - timedelta(days=days_ago)
        if on is None and days_ago > 0:
            self.at = self.at.replace(hour=6)  # so that a story of a day gone by ends on its day, whenever it is told
        self.tom, self.maya = cast.pupil("Tom Adeyemi"), cast.pupil("Maya Lewis")
        self.case: Case
        self.response: Response
        self.agreement: Agreement

    def by(self, role: str) -> Membership:
        """Who does the next step, an hour after the last."""
        self.at += HOUR
        return self.cast.member(role, at=self.at)

    def kept(self) -> Told:
        """What was done so far, stored."""
        self.cast.session.commit()
        return self

    @property
    def today(self) -> date:
        """The day of the last step."""
        return london(self.at).date()

    def logged(self, *, severity: int = 2, what: str = "A push off the bench.", parts: Any = None) -> Told:
        """By a teacher."""
        by = self.by("staff")
        account = Account(self.at - HOUR, "physical", severity, what_happened=what, location="Yard")
        named = parts or [(self.tom, Part.CAUSED_HARM), (self.maya, Part.WAS_HARMED)]
        self.case = log_incident(self.reference, account, named, by=by, at=self.at)
        self.cast.session.add(self.case)
        return self.kept()

    def triaged(
        self, *, level: Confidentiality = Confidentiality.STANDARD, next_step: str = "", on: date | None = None
    ) -> Told:
        """The pastoral lead has it."""
        by, owner = self.by("pastoral_lead"), self.cast.staff("pastoral_lead")
        more = {"next_step": next_step, "next_step_on": on, "because": "It is close to home."}
        triage_case(self.case, owner=owner, confidentiality=level, by=by, at=self.at, **more)
        return self.kept()

    def safe(self, answers: Answers | None = None, review_on: date | None = None) -> Told:
        """The safety questions answered; nothing stops a meeting unless `answers` say so."""
        by = self.by("pastoral_lead")
        answer_safety_questions(self.case, answers or Answers(), by=by, at=self.at, review_on=review_on)
        return self.kept()

    def held_back(self, review_on: date) -> Told:
        """On hold, because there is a live enquiry."""
        return self.safe(Answers(live_enquiry=Answer.YES), review_on)

    def chosen(self, *, planned_for: datetime | None = None) -> Told:
        """A small impromptu conference, led by the pastoral lead."""
        by = self.by("pastoral_lead")
        leader = Leader(self.cast.staff("pastoral_lead"), by, [])
        suggested = Suggestion(KIND, "Both sides are willing.")
        self.response = choose_response(
            self.case, KIND, leader, suggested=suggested, planned_for=planned_for, by=by, at=self.at
        )
        return self.kept()

    def met(self, **more: Any) -> Told:
        """Chosen, and held with both."""
        self.chosen()
        by = self.by("pastoral_lead")
        present = [Present(self.tom, took_part=True, sentence="I was angry."), Present(self.maya, took_part=True)]
        calendar = self.cast.calendar()
        hold_response(self.response, Meeting(self.at, **more), present, calendar=calendar, by=by, at=self.at)
        return self.kept()

    def agreed(self, *, due_in: int = 20, review_in: int = 20, adult: str | None = None) -> Told:
        """Tom, or an adult of that role, keeps Maya a seat; days are counted from today."""
        by, day = self.by("pastoral_lead"), self.cast.member("staff").on
        action = Undertaking(
            "Keeps Maya a seat",
            self.cast.staff(adult) if adult else self.tom,
            self.maya,
            day + timedelta(days=due_in),
            "A reminder",
            "Seen",
        )
        self.agreement = record_agreement(
            self.response, [action], made_on=self.today, review_on=day + timedelta(days=review_in),
            owner=self.cast.staff("pastoral_lead"), by=by, at=self.at,
        )  # fmt: skip
        return self.kept()

    def verified(self) -> Told:
        """The pastoral lead saw that it was done."""
        by = self.by("pastoral_lead")
        verify_action(self.agreement.actions[0], by=by, at=self.at)
        return self.kept()

    def check_in_planned(self, day: date, name: str = "Maya Lewis") -> Told:
        """Promised for a day, with one person."""
        by = self.by("pastoral_lead")
        plan_check_ins(self.case, [self.cast.pupil(name)], [day], owner_id=by.staff_id, by=by, at=self.at)
        return self.kept()

    def checked_in(self, safe: Safe, put_right: PutRight, name: str = "Maya Lewis") -> Told:
        """Planned and held on one day."""
        day = london(self.at + HOUR).date()  # the next step may be past midnight
        self.check_in_planned(day, name)
        by, mine = self.by("pastoral_lead"), self.cast.pupil(name).id
        waiting = (c for c in self.case.check_ins if c.held_on is None and c.person_id == mine)
        planned = next(c for c in waiting if c.due_on == day)
        more = {"held_on": self.today, "anything_since": ""}
        hold_check_in(planned, safe=safe, put_right=put_right, by=by, at=self.at, **more)
        return self.kept()

    def asked(self, role: str = "pastoral_lead", whom: str = "Tom Adeyemi") -> Told:
        """The head is asked for a threshold."""
        by, more = self.by(role), {"is_asked_already": False, "because": "It is the second time."}
        incident = self.case.incidents[0]
        ask_for_threshold(incident, self.cast.pupil(whom), session=self.cast.session, by=by, at=self.at, **more)
        return self.kept()

    def considered(
        self, sanction: Sanction = Sanction.SUSPENSION, because: str | None = None, whom: str = "Tom Adeyemi"
    ) -> Told:
        """The deputy confirms that a suspension is considered; `because`: a change of what was confirmed before."""
        by = self.by("deputy_headteacher")
        more = {"school_days": 2, "clause": "4.2", "confidence": Confidence.PROBABLE, "because": because}
        self.cast.session.add(
            record_threshold(
                self.case.incidents[0], self.cast.pupil(whom), sanction, session=self.cast.session,
                is_change=because is not None, by=by, at=self.at, **more,
            )
        )  # fmt: skip
        return self.kept()

    def decided(self, decision: DecisionKind = DecisionKind.RESTORATIVE, whom: str = "Tom Adeyemi") -> Told:
        """The head decides; on a restorative response, if nothing else is said."""
        by, fair = self.by("headteacher"), {"who_was_asked": "Tom", "reason_given": "It hurt", "what_next": "A meeting"}
        made = record_decision(
            self.case.incidents[0],
            self.cast.pupil(whom),
            decision,
            session=self.cast.session,
            by=by,
            at=self.at,
            **fair,
        )
        self.cast.session.add(made)
        return self.kept()

    def noted(self, text: str, *, role: str = "pastoral_lead", is_restricted: bool = False) -> Note:
        """A note by somebody."""
        note = add_note(self.case, text, is_restricted=is_restricted, by=self.by(role), at=self.at)
        self.kept()
        return note

    def closed(self) -> Told:
        """Maya is told, and the case is closed: agreement kept."""
        by = self.by("pastoral_lead")
        tell_harmed(self.case, self.at, session=self.cast.session, by=by, at=self.at)
        close_case(self.case, ClosingReason.AGREEMENT_KEPT, session=self.cast.session, by=by, at=self.at)
        return self.kept()
