"""An agreement that is changed, or an action marked wrongly: nothing becomes nothing, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from app.casework.agreement import Action, Agreement
from app.casework.check_in import CheckIn
from app.casework.words import Part
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


def test_what_one_meeting_agreed_is_written_down_once(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told, address = agreed(cast)
    lead = client_as("pastoral_lead")
    new = f"/cases/2026-0001/agreements/new?response={told.response.id}"

    page = lead.page(new)
    assert "What was agreed there is written down already" in page
    assert f'href="{address}"' in page
    assert "Save the agreement" not in page
    assert "Record another agreement" not in lead.page(f"/responses/{told.response.id}")
    assert "Record an agreement" not in lead.page("/cases/2026-0001")

    again = {"actions-0-what": "Sits elsewhere", "actions-0-by": told.tom.key, "actions-0-for": told.maya.key}
    again |= {"actions-1-by": "", "actions-1-for": "", "follow_up_owner": "P-NAI"}
    days = {"made_on": f"{told.today:%d/%m/%Y}", "review_on": f"{told.today + timedelta(days=20):%d/%m/%Y}"}
    answer = lead.post(new, data={**again, **days})
    assert answer.status_code == 422
    assert "Change that agreement, or withdraw it first" in answer.text
    assert 'value="Sits elsewhere"' in answer.text
    session.rollback()
    assert session.query(Agreement).count() == 1


def test_another_meeting_or_a_withdrawal_leaves_room_for_another_agreement(client_as: ClientAs, cast: Cast) -> None:
    told, address = agreed(cast)
    lead = client_as("pastoral_lead")
    lead.submit(address, "Withdraw the agreement", because="It was not realistic")
    assert "Save the agreement" in lead.page("/cases/2026-0001/agreements/new")

    cast.session.rollback()  # and look from now on
    told.agreed().met()

    assert "Save the agreement" in lead.page("/cases/2026-0001/agreements/new")


def test_nobody_is_promised_two_check_ins_on_one_day(client_as: ClientAs, cast: Cast, session: Session) -> None:
    told, _address = agreed(cast)
    today = cast.member("staff").on
    told.check_in_planned(today, "Maya Lewis").check_in_planned(today, "Maya Lewis").check_in_planned(
        today, "Tom Adeyemi"
    )
    assert session.query(CheckIn).count() == 2

    typed = {"person": told.maya.key, "due_on": f"{today:%d/%m/%Y}"}
    answer = client_as("pastoral_lead").submit("/cases/2026-0001/check-ins", status=422, **typed)

    assert "A check-in with Maya Lewis is planned for that day already." in answer.text
    session.rollback()
    assert session.query(CheckIn).count() == 2


def test_an_action_that_was_marked_wrongly_is_put_right_with_its_reason(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    _told, address = agreed(cast)
    lead = client_as("pastoral_lead")
    assert "Marked wrongly?" not in lead.page(address)
    lead.submit(address, "Record it", what="not_done")

    answer = lead.submit(address, "Put it right", status=422, what="not_done", because="The wrong tick")
    assert "That is how it stands already." in answer.text
    assert 'value="The wrong tick"' in answer.text
    assert "Say in one line why." in lead.submit(address, "Put it right", status=422, what="done_verified").text
    session.rollback()
    assert session.query(Action).one().status == "not_done"

    lead.submit(address, "Put it right", what="done_verified", because="The wrong tick")
    assert "Agreement kept." in lead.page(address)
    case = lead.page("/cases/2026-0001")
    assert "Priya Nair put right how this stands: “Keeps Maya a seat”." in case
    assert "Tom Adeyemi has not done this: “Keeps Maya a seat”." in case
    assert "The wrong tick" in case

    lead.submit(address, "Put it right", what="planned", because="It was another one")
    session.rollback()
    action = session.query(Action).one()
    assert (action.status, action.status_on, action.verified_by_id) == ("planned", None, None)


def test_what_somebody_did_is_not_put_right_as_checked_by_themselves(client_as: ClientAs, cast: Cast) -> None:
    told, address = agreed(cast)
    told.agreement.actions[0].by_id = cast.staff("pastoral_lead").id
    cast.session.commit()
    lead = client_as("pastoral_lead")
    lead.submit(address, "Record it", what="partly")

    answer = lead.submit(address, "Put it right", status=422, what="done_verified", because="It is done")

    assert "Somebody other than the person who did it checks" in answer.text


def test_a_closed_case_is_opened_again_before_its_actions_are_put_right(client_as: ClientAs, cast: Cast) -> None:
    told, address = agreed(cast)
    told.verified().closed()
    lead = client_as("pastoral_lead")
    assert "Marked wrongly?" not in lead.page(address)
    sent = {"what": "not_done", "because": "It was another one"}
    number = told.agreement.actions[0].id

    answer = lead.post(f"/agreements/actions/{number}/correct", data=sent)
    assert answer.status_code == 422
    assert "This case is closed" in answer.text

    lead.submit("/cases/2026-0001/close", because="An action was marked wrongly")
    lead.submit(address, "Put it right", **sent)
    assert "Not kept." in lead.page(address)


def test_a_row_with_anything_in_it_says_what_and_a_blank_one_is_none(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    told = Told(cast).logged().triaged().safe().met()
    lead, new = client_as("pastoral_lead"), "/cases/2026-0001/agreements/new"
    tom, day = told.tom.key, f"{told.today + timedelta(days=20):%d/%m/%Y}"
    second = {"actions-1-what": "Keeps Maya a seat", "actions-1-by": tom, "review_on": day}
    cast.session.rollback()

    for filled in ({"actions-0-by": tom}, {"actions-0-due_on": day}, {"actions-0-is_apology": "y"}):
        answer = lead.submit(new, status=422, **second, **filled).text
        assert '<a href="#actions-0-what">Say what is agreed, in a few words.' in answer
        assert 'value="Keeps Maya a seat"' in answer
    session.rollback()
    assert session.query(Agreement).count() == 0

    lead.submit(new, **second)
    session.rollback()
    assert session.query(Action).count() == 1


def test_where_nobody_was_harmed_nobody_harmed_is_said_to_agree(
    client_as: ClientAs, cast: Cast, session: Session
) -> None:
    told = Told(cast)
    told.logged(parts=[(told.tom, Part.CAUSED_HARM), (told.maya, Part.SAW_IT)]).triaged().safe().met().agreed()
    lead, address = client_as("pastoral_lead"), f"/agreements/actions/{told.agreement.actions[0].id}/change"
    cast.session.rollback()
    assert "The person harmed agreed to it" not in lead.page(address)
    typed = {name: words for name, words in CHANGE.items() if name != "harmed_agreed"}

    assert (
        "Write who agreed" in lead.submit(address, status=422, what="Sits elsewhere", **{**typed, "agreed_by": ""}).text
    )
    lead.submit(address, what="Sits elsewhere", **typed)

    session.rollback()
    assert {action.what for action in session.query(Action)} == {"Keeps Maya a seat", "Sits elsewhere"}
