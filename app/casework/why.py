"""Why somebody may see a case. The reason is shown to them, and written to the access log with each reading."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The reasons, as the reader and the access log say them."""

    NAMED = "named on the case"
    OWNER = "owner"
    SAFEGUARDING_LEAD = "safeguarding lead"
    HEAD = "headteacher or deputy"
    PASTORAL_LEAD = "pastoral lead of the year"
    LEADS_RESPONSE = "leads a response"
    FOLLOWS_UP = "follows up the agreement"
    LOGGED_IT = "logged it"
    TAKES_PART = "takes part"
    TUTOR = "tutor of the group (outline)"
    SENCO = "SENCo (outline)"
    EMERGENCY = "emergency access"

    @property
    def is_outline(self) -> bool:
        """Whether only the outline may be shown: who, what kind, which stage; no narratives."""
        return self in (Why.TUTOR, Why.SENCO)

    @property
    def is_page_only(self) -> bool:
        """Whether the case's own page is all that opens: nothing that hangs on it, and no form."""
        return self.is_outline or self is Why.EMERGENCY
