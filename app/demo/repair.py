"""How one invented case is met: on the spot, or in a meeting with its agreement, actions and check-ins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from app.demo import stories
from app.demo.roll import Child
from app.demo.year import written

if TYPE_CHECKING:
    from app.demo.history import History

HOLDING = 30  # school days
OUTCOMES = (("done_verified", "not_done", "no_longer_wanted"), (90, 6, 4))
DECLINED = 0.08


class Repair:
    """Tells what became of one incident, as far as time has come; the rows go into the history's files."""

    def __init__(
        self, history: History, reference: str, category: str, caused: Child, harmed: Child, at: datetime, lead: str
    ) -> None:
        self.history, self.random = history, history.random
        self.reference, self.category, self.at, self.lead = reference, category, at, lead
        self.caused, self.harmed = caused, harmed
        self.response, self.agreement = f"{reference}-R01", f"{reference}-A01"

    def open_case(self, status: str, *, closed: datetime | None = None, reason: str = "") -> None:
        """The row of the case, in the stage it has come to."""
        ended = {}
        if closed is not None:
            ended = {"closed_at": written(closed), "closing_reason": reason, "harmed_told_at": written(closed)}
        self.history.add(
            "cases",
            case=self.reference, opened_at=written(self.at), owner=self.lead, confidentiality="standard", status=status,
            **ended,
        )  # fmt: skip

    def meet_on_the_spot(self, adult: str) -> None:
        """An affective statement, and done."""
        said = self.at + timedelta(minutes=5)
        self._response("affective_statement", "held", adult, held_at=written(said))
        self._participant(self.caused)
        self.open_case("closed", closed=said + timedelta(minutes=90), reason="met_on_the_spot")

    def meet(self, kind: str, leader: str, wait: int = 1) -> None:
        """A meeting after `wait` to `wait` + 2 school days; some are declined by the person harmed."""
        day = self.history.after(self.at.date(), wait + self.random.randrange(3))
        if day is None:
            return self.open_case("in_response")
        held = datetime.combine(day, time(13, 10)) + timedelta(minutes=self.random.randrange(90))
        if self.random.random() < DECLINED:
            self._response(kind, "declined", leader, planned_for=written(held))
            self.history.add(
                "participants", response=self.response, person=self.harmed.key, took_part="no", declined_by_them="yes"
            )
            return self.open_case("closed", closed=held, reason="declined")
        self._response(
            kind, "held", leader, planned_for=written(held), held_at=written(held), chosen_because="Everyone willing"
        )
        self._participant(self.caused)
        self._participant(self.harmed, participation_level="meets")
        return self._agree(held)

    def _response(self, kind: str, status: str, leader: str, **when: str) -> None:
        self.history.add(
            "responses",
            response=self.response, case=self.reference, kind=kind, status=status, led_by=leader, **when,
        )  # fmt: skip

    def _participant(self, child: Child, **more: str) -> None:
        row = {"response": self.response, "person": child.key, "took_part": "yes", "declined_by_them": "no"}
        self.history.add("participants", **row, **more)

    def _agree(self, held: datetime) -> None:
        due = self.history.after(held.date(), 5 + self.random.randrange(8))
        review = due or held.date() + timedelta(days=14)
        self.history.add(
            "agreements",
            agreement=self.agreement, response=self.response, made_on=held.date().isoformat(),
            review_on=review.isoformat(), follow_up_owner=self.lead,
        )  # fmt: skip
        status = self.random.choices(*OUTCOMES)[0] if due else "planned"
        promised = {"by": self.caused.key, "for": self.harmed.key, "due_on": review.isoformat()}
        self._action(1, self.random.choice(stories.ACTIONS[self.category]), status, due, promised)
        if self.random.random() < 0.4:
            promised = {"by": self.history.random.choice(("T-OKO", "T-HAL", "T-SET")), "due_on": review.isoformat()}
            adult = "done_verified" if due else "planned"
            self._action(2, self.random.choice(stories.ADULT_ACTIONS), adult, due, promised)
        self._check_ins(held.date())
        closing = self.history.after(held.date(), HOLDING)
        if due is None or closing is None:
            return self.open_case("follow_up")
        kept = "agreement_not_kept" if status == "not_done" else "agreement_kept"
        return self.open_case("closed", closed=datetime.combine(closing, time(15, 30)), reason=kept)

    def _action(self, number: int, what: str, status: str, ended: date | None, promised: dict[str, str]) -> None:
        done = {}
        if ended is not None:
            done = {"status_on": ended.isoformat(), "verified_by": self.lead if status == "done_verified" else ""}
        support = self.random.choice(stories.ADULT_SUPPORT) if "for" in promised else ""
        self.history.add(
            "actions",
            agreement=self.agreement, number=str(number), what=what, adult_support=support, status=status, **promised, **done,
        )  # fmt: skip

    def _check_ins(self, made_on: date) -> None:
        for school_days, child in ((2, self.harmed), (2, self.caused), (10, self.harmed)):
            due = self.history.after(made_on, school_days)
            if due is None:
                continue
            row = {"case": self.reference, "person": child.key, "due_on": due.isoformat()}
            if due < self.history.until or self.random.random() < 0.3:
                safe = self.random.choices(("yes", "unsure", "no"), (88, 9, 3))[0]
                right = self.random.choices(("yes", "partly", "no"), (76, 18, 6))[0]
                row |= {"held_on": due.isoformat(), "held_by": self.lead, "safe": safe, "put_right": right}
            self.history.add("check_ins", **row)
