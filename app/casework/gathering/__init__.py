"""One case gathered in few statements: for its page, and for the paper that is made of it.

The case must have been found through `scope.visible_cases(in_full=True)`. What is gathered hangs on it; notes and
history go through scope once more, because not everybody who sees a case reads all of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.casework.case import Case
from app.casework.gathering.seen import (
    SeenAction,
    SeenAgreement,
    SeenCheckIn,
    SeenDecision,
    SeenExclusion,
    SeenIncident,
    SeenResponse,
    Somebody,
    TookPart,
)
from app.casework.gathering.statements import (
    PUPILS,
    agreements_of,
    check_ins_of,
    decided_of,
    history_of,
    incidents_in,
    incidents_of,
    notes_of,
    responses_of,
    staff_called,
    with_incidents,
)
from app.casework.lifecycle import Move
from app.casework.staff import Membership
from app.casework.timeline import Known, KnownAction, KnownResponse, Told, moment, tell
from app.casework.told_how import Tellings, tellings
from app.casework.words import ResponseStatus

__all__ = [
    "PUPILS",
    "Gathered",
    "SeenAction",
    "SeenAgreement",
    "SeenCheckIn",
    "SeenDecision",
    "SeenExclusion",
    "SeenIncident",
    "SeenResponse",
    "Somebody",
    "TookPart",
    "check_ins_of",
    "gather",
    "incidents_in",
    "names_of_owners",
    "with_incidents",
]


@dataclass(slots=True)
class Gathered:
    """What one reader sees of one case."""

    incidents: list[SeenIncident]
    reference: str = ""
    responses: list[SeenResponse] = field(default_factory=list)
    agreements: list[SeenAgreement] = field(default_factory=list)
    check_ins: list[SeenCheckIn] = field(default_factory=list)
    decisions: list[SeenDecision] = field(default_factory=list)
    exclusions: list[SeenExclusion] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)

    @property
    def people(self) -> list[Somebody]:
        """Everybody named, once for each part they had, in the order in which they were named."""
        return list({(p.id, p.part): p for i in self.incidents for p in i.people}.values())

    @property
    def harmed(self) -> list[Somebody]:
        """Those who were harmed, once each."""
        return list({p.id: p for p in self.people if p.part.harmed}.values())

    def tellings(self, case: Case) -> Tellings:
        """Who of those harmed was told how it ended."""
        return tellings(case, self.events, [person.key for person in self.harmed])

    def told(self, staff: dict[str, str]) -> list[Told]:
        """The history in sentences, the oldest first; `staff`: further names by staff code."""
        known = self._known({**{e.by_code: e.who for e in self.events if e.who}, **staff})
        events = sorted(self.events, key=lambda event: moment(event, known))  # as amended; else as they are
        return [tell(event, known) for event in events]

    def _brought_in(self) -> frozenset[datetime]:
        """When history was told of what a school brought along: its incidents had been logged elsewhere by then."""
        logged = {f"incident {i.reference}": i.logged_at for i in self.incidents}
        told = (e for e in self.events if e.kind == Move.INCIDENT_LOGGED and e.about in logged)
        return frozenset(
            e.recorded_at for e in told if e.recorded_at.replace(second=0, microsecond=0) != logged[e.about]
        )

    def _responses(self) -> dict[str, KnownResponse]:
        told = {(e.kind, e.about): e.happened_at for e in self.events}
        held = {about: at for (kind, about), at in told.items() if kind == Move.RESPONSE_HELD}
        at_once = {about for about, at in held.items() if told.get((Move.RESPONSE_CHOSEN, about)) == at}
        return {
            r.reference: KnownResponse(
                r.kind.value, r.led_by, tuple(p.name for p in r.people if p.took_part), r.held_at,
                f"response {r.reference}" in at_once,
            )
            for r in self.responses
        }  # fmt: skip

    def _known(self, staff: dict[str, str]) -> Known:
        return Known(
            case=self.reference,
            staff=staff,
            incidents={i.reference: ", ".join(filter(None, (i.words, i.location))) for i in self.incidents},
            occurred_at={i.reference: i.occurred_at for i in self.incidents},
            logged_at={i.reference: i.logged_at for i in self.incidents},
            brought_in=self._brought_in(),
            responses=self._responses(),
            actions={
                (agreement.reference, action.number): KnownAction(
                    action.what, action.by, action.done_for, action.replaces
                )
                for agreement in self.agreements
                for action in agreement.actions
            },
            harmed=[person.name for person in self.harmed],
        )


def names_of_owners(session: Session, m: Membership, found: Gathered, known: dict[str, str]) -> dict[str, str]:
    """Names by staff code of everybody whom the history says had the case, `known` among them; one statement where
    somebody had it who did nothing on it and has it no more."""
    said = [json.loads(e.after).get("owner") for e in found.events if e.after and '"owner"' in e.after]
    there = {event.by_code for event in found.events} | set(known)
    missing = {code for code in said if code} - there
    return known | staff_called(session, m, missing) if missing else known


def gather(session: Session, m: Membership, case: Case, incidents: list[SeenIncident] | None = None) -> Gathered:
    """Everything on the case that `m` may see, in at most seven statements, fewer where history says there is nothing,
    one or two more where incidents came from another case. `incidents`: those of the case, where they were read with it (`with_incidents`)."""
    known = incidents if incidents is not None else incidents_of(session, case)
    found = Gathered(known, case.reference, responses_of(session, case), events=history_of(session, m, case))
    happened = {event.kind for event in found.events}
    if any(response.status is ResponseStatus.HELD for response in found.responses):
        found.agreements = agreements_of(session, case)
    found.check_ins = check_ins_of(session, case)
    if happened & {Move.DECISION_RECORDED, Move.EXCLUSION_RECORDED}:
        found.decisions, found.exclusions = decided_of(session, found.incidents)
    if Move.NOTE_ADDED in happened:
        found.notes = notes_of(session, m, case)
    return found
