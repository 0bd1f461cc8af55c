"""A school day told through its pages, for journeys that need much to have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.casework.calendar import london
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
NOW = datetime.now(UTC)
TODAY = f"{london(NOW):%d/%m/%Y}"
LATER = f"{london(NOW) + timedelta(days=12):%d/%m/%Y}"
# Pasted from a word processor: quotation marks, lines, a formula, a list, spaces around, a plant, marks nobody can see.
PASTED = '  Said "sorry"; then,\r\n=SUM(A1)\x0b–\x00 a \x07line\nand \U0001f331\ufeff  '
SAFE = {
    "sexual_or_domestic": "no", "live_enquiry": "no", "suspected_abuse": "no", "weapon_or_threat": "no",
    "staff_allegation": "no", "responsibility_accepted": "yes", "everyone_willing": "yes", "power_imbalance": "no",
    "communication_need": "no",
}  # fmt: skip


class Story:
    """A school day told through its pages; each method is what somebody does on a page."""

    def __init__(self, client_as: ClientAs, cast: Cast) -> None:
        self.teacher, self.lead, self.head = client_as("staff"), client_as("pastoral_lead"), client_as("headteacher")
        self.safeguarding = client_as("dsl")
        self.cast, self.session = cast, cast.session
        self.tom, self.maya = cast.pupil("Tom Adeyemi").key, cast.pupil("Maya Lewis").key
        self.school = cast.school()

    def log(self, severity: str = "3", **more: str) -> str:
        """Tom pushed Maya; the address of the case."""
        at = london(NOW - timedelta(minutes=15))
        people = {
            "people-0-person": self.maya, "people-0-role": "was_harmed",
            "people-1-person": self.tom, "people-1-role": "caused_harm",
            "people-2-person": "other:Dawn Lewis", "people-2-role": "affected",
        }  # fmt: skip
        told = {
            "occurred_on": f"{at:%d/%m/%Y}", "occurred_time": f"{at:%H:%M}", "category": "physical",
            "severity": severity, "what_happened": PASTED, "response_now": "none", "location": "yard; gate",
            "tags": "bench; after lunch", "lesson": "P5", "immediate_action": PASTED, "injuries": "A grazed knee",
            "physical_intervention": "y", "anyone_unsafe": "y",
        }  # fmt: skip
        answer = self.teacher.post("/incidents/new", data={**people, **told, **more})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def respond(self, case: str, kind: str, **held: str) -> str:
        """Choose a response for the case and record that it was held; its address."""
        response = self.plan(case, kind)
        here = london(datetime.now(UTC))
        self.lead.submit(
            response, "Record that it was held", held_on=f"{here:%d/%m/%Y}", held_time=f"{here:%H:%M}",
            **{"people-0-took_part": "y", "people-0-participation_level": "meets", "people-0-sentence": PASTED,
               "people-1-took_part": "y", "outcome_sentence": PASTED, **held},
        )  # fmt: skip
        return response

    def plan(self, case: str, kind: str, led_by: str = "P-NAI", because: str = PASTED) -> str:
        """Choose a response for the case; its address."""
        if "everyone_willing" in self.lead.page(f"{case}/responses/new"):
            self.lead.submit(f"{case}/responses/new", **SAFE)
        chosen = self.head.submit(
            f"{case}/responses/new", kind=kind, led_by=led_by, chosen_because=PASTED, override_because=because,
            planned_on=LATER, planned_time="15:30",
        )  # fmt: skip
        return str(chosen.location)

    def newest(self, kind: type) -> int:
        """The number of the record made last."""
        self.session.rollback()
        return self.session.scalars(select(kind.id).order_by(kind.id.desc())).first()  # type: ignore[attr-defined, no-any-return]
