"""What sentences mention: the names and the records of the case that a history was kept of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownResponse:
    """A response as a sentence names it: its kind (a stored word), who led it, who took part; `held_at`: as it is known
    now; `is_at_once`: it was chosen in the minute in which it was held."""

    kind: str
    led_by: str | None = None
    took_part: tuple[str, ...] = ()
    held_at: datetime | None = None
    is_at_once: bool = False


@dataclass(frozen=True, slots=True)
class KnownAction:
    """An action as a sentence names it; `replaces`: the number of the one that it took the place of since."""

    what: str
    by: str
    done_for: str | None = None
    replaces: int | None = None


@dataclass(slots=True)
class Known:
    """By the references that history uses. `case`: the one that is read, so that what happened in another is told as such;
    `staff`: names by staff code; `incidents`: each in a few words; `occurred_at`: when each happened, as it is known
    now; `logged_at`: when it was logged; `brought_in`: when records of another system were told here;
    `actions`: by agreement and number; `harmed`: names of those harmed."""

    case: str = ""
    staff: dict[str, str] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)
    occurred_at: dict[str, datetime] = field(default_factory=dict)
    logged_at: dict[str, datetime] = field(default_factory=dict)
    brought_in: frozenset[datetime] = frozenset()
    responses: dict[str, KnownResponse] = field(default_factory=dict)
    actions: dict[tuple[str, int], KnownAction] = field(default_factory=dict)
    harmed: list[str] = field(default_factory=list)

    def of_agreement(self, reference: str) -> list[KnownAction]:
        """The actions of one agreement as it was made, in their order."""
        found = [action for (agreement, _number), action in sorted(self.actions.items()) if agreement == reference]
        return [action for action in found if action.replaces is None]
