"""Where a case goes back to, when a response ends without being held or when it is opened again."""

from __future__ import annotations

from app.casework.agreeing import agreement_standing
from app.casework.case import Case
from app.casework.response import Response
from app.casework.words import ResponseStatus, Stage


def goes_back_to(case: Case, *, ends: Response | None = None) -> Stage | None:
    """To another response that is planned, besides the one that `ends`; else to the agreement that stands. None where
    there is neither: then the move itself says where it leads (`lifecycle.MOVES`)."""
    if any(each is not ends and each.status is ResponseStatus.PLANNED for each in case.responses):
        return Stage.IN_RESPONSE
    return Stage.FOLLOW_UP if any(agreement_standing(each) for each in case.responses) else None
