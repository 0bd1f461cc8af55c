"""What is seen of a case: lean rows with names in them, made for reading and never written back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.casework import wording
from app.casework.agreeing import AgreementState, state_from
from app.casework.words import (
    NOT_SAID,
    ActionStatus,
    DecisionKind,
    ExclusionKind,
    Part,
    PutRight,
    ResponseKind,
    ResponseStatus,
    Safe,
)


@dataclass(slots=True)
class Somebody:
    """A person in one incident."""

    id: int
    key: str
    name: str
    kind: str
    part: Part
    account: str | None
    group: str | None
    nc_year: str | None


@dataclass(slots=True)
class SeenIncident:
    """An incident with the people in it; `logged_by` is a name."""

    id: int
    reference: str
    category: str
    severity: int
    occurred_at: datetime
    logged_at: datetime
    location: str | None
    what_happened: str
    immediate_action: str | None
    injuries: str | None
    story_to_add: bool
    logged_by: str
    people: list[Somebody] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Kind and how serious, in a few words."""
        kind = wording.kind_of_thing(self.category)
        return kind if self.category == NOT_SAID else f"{kind}, {wording.severity(self.severity)}"


@dataclass(slots=True)
class TookPart:
    """A person in one response."""

    person_id: int
    name: str
    took_part: bool | None
    level: str | None
    sentence: str | None


@dataclass(slots=True)
class SeenResponse:
    """A response; `led_by` is a name."""

    id: int
    reference: str
    kind: ResponseKind
    status: ResponseStatus
    planned_for: datetime | None
    held_at: datetime | None
    ended_on: date | None
    outcome_sentence: str | None
    led_by: str | None
    people: list[TookPart] = field(default_factory=list)


@dataclass(slots=True)
class SeenAction:
    """An action of an agreement; people by id and name."""

    number: int
    what: str
    by_id: int
    by: str
    for_id: int | None
    done_for: str | None
    support: str | None
    how_known: str | None
    apology_asked_for: str | None
    due_on: date | None
    status: ActionStatus
    replaces: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done, or to be checked."""
        return self.status in (ActionStatus.PLANNED, ActionStatus.DONE_UNCHECKED)


@dataclass(slots=True)
class SeenAgreement:
    """An agreement with its actions; `owner` is the name of whoever follows it up."""

    id: int
    reference: str
    response_id: int
    made_on: date
    review_on: date | None
    withdrawn_on: date | None
    why_not_kept: str | None
    owner: str | None
    actions: list[SeenAction] = field(default_factory=list)

    @property
    def state(self) -> AgreementState:
        """How it stands, by its actions."""
        return state_from([action.status for action in self.actions], is_withdrawn=self.withdrawn_on is not None)


@dataclass(slots=True)
class SeenCheckIn:
    """A check-in with one person."""

    id: int
    person_id: int
    name: str
    due_on: date
    held_on: date | None
    safe: Safe | None
    put_right: PutRight | None
    anything_since: str | None
    skipped_on: date | None
    skipped_because: str | None
    recorded_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Promised, and neither held nor left out."""
        return self.held_on is None and self.skipped_on is None


@dataclass(slots=True)
class SeenDecision:
    """A decision of the head about a pupil."""

    id: int
    pupil_key: str
    pupil: str
    decision: DecisionKind
    decided_by: str
    decided_at: datetime
    who_was_asked: str
    reason_given: str
    what_next: str
    incident_id: int


@dataclass(slots=True)
class SeenExclusion:
    """A row of the register that came from one of the incidents; `sessions` are half school days."""

    id: int
    reference: str
    incident_id: int
    pupil_key: str
    pupil: str
    kind: ExclusionKind
    starts_on: date
    sessions: int | None
    cancelled_on: date | None
