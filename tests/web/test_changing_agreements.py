"""An agreement that is changed, or an action marked wrongly: nothing becomes nothing, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.casework.agreement import Action
from tests.cases import Told
from tests.cast import Cast
from tests.client import Browser

ClientAs = Callable[..., Browser]
CHANGE = {"asked_by": "Tom", "agreed_by": "Tom and Maya", "harmed_agreed": "y", "because": "The seat is taken"}


def agreed(cast: Cast) -> tuple[Told, str]:
    told = Told(cast).logged().triaged().safe().met().agreed()
    return told, f"/agreements/{told.agreement.id}"


def test_an_action_is_not_changed_into_nothing(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told, _address = agreed(cast)
    address = f"/agreements/actions/{told.agreement.actions[0].id}/change"

    for nothing in ("", "   "):
        answer = client_as("pastoral_lead").submit(address, status=422, what=nothing, **CHANGE)
        assert '<a href="#what">Say what is agreed' in answer.text
        assert 'value="The seat is taken"' in answer.text

    assert session.query(Action).one().status == "planned"
