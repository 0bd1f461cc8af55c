"""Each gate says why it stands, what stays open and who releases it; and they, nobody else, release it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.casework.calendar import london
from app.casework.case import Hold
from app.casework.history import Event
from app.casework.holds import answer_safety_questions
from app.casework.suitability import GATES, Answers
from app.casework.words import Answer, Confidentiality, Stage
from app.web.gates import RELEASED_BY
from tests.cases import Told
from tests.guarded_cases import STORY, a_case, case_called, name_on


@pytest.fixture
def today(cast):
    return cast.member("staff").on


YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.DONT_KNOW


def answered(cast, by: str = "headteacher", **answers: Answer) -> str:
    """A case whose safety questions are answered so."""
    reference = a_case(cast)
    member = cast.member(by)
    answer_safety_questions(
        case_called(cast, reference), Answers(**answers), by=member, at=member.at, review_on=member.on
    )
    cast.session.commit()
    return reference


def test_every_gate_says_who_releases_it():
    assert set(RELEASED_BY) == {gate.code for gate in GATES}


@pytest.mark.parametrize(
    ("answers", "by", "words"),
    [
        ({"power_imbalance": YES}, "pastoral_lead", ("Not open now: small impromptu conference", "Plan a formal conference")),
        ({"everyone_willing": NO}, "pastoral_lead", ("An indirect way is open", "Answer the safety questions again")),
        ({"responsibility_accepted": NO}, "pastoral_lead", ("Support the person harmed alone",)),
        ({"suspected_abuse": UNKNOWN}, "pastoral_lead", ("Not open now: formal conference", "counts as yes here")),
        ({"weapon_or_threat": YES}, "pastoral_lead", ("On hold", "The safeguarding lead lifts the hold")),
        ({"sexual_or_domestic": YES}, "dsl", ("On hold", "records that the child who was harmed asked for it")),
        ({"staff_allegation": YES}, "headteacher", ("No response can begin", "You have it alone", "Return it")),
        ({}, "pastoral_lead", ("Nothing stops this case",)),
    ],
)  # fmt: skip
def test_the_page_says_what_stops_why_and_what_instead(client_as, cast, answers, by, words):
    reference = answered(cast, **answers)
    page = client_as(by).page(f"/cases/{reference}/hold")
    for each in words:
        assert each in page


def test_only_the_safeguarding_lead_lifts_a_hold(client_as, cast):
    reference = answered(cast, weapon_or_threat=YES)
    for role in ("headteacher", "pastoral_lead", "staff"):
        browser = client_as(role)
        assert "Why it is lifted" not in browser.page(f"/cases/{reference}/hold")
        assert browser.post(f"/cases/{reference}/hold", data={"because": "x"}).status_code == 403

    client_as("dsl").submit(f"/cases/{reference}/hold", because="The police have finished")

    cast.session.rollback()
    assert cast.session.scalars(select(Hold.lifted_because)).one() == "The police have finished"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"because": "She is ready"}, "Tick that they did"),
        ({"because": "She is ready", "asked_by_harmed_child": "y"}, "Say when, to whom and how the child asked"),
        ({"because": "", "asked_by_harmed_child": "y", "request": "Alone, to me"}, "Say in one line why"),
    ],
)
def test_after_sexual_harm_the_request_of_the_child_is_recorded(client_as, cast, typed, says):
    reference = answered(cast, sexual_or_domestic=YES)
    lead = client_as("dsl")

    answer = lead.submit(f"/cases/{reference}/hold", status=422, **typed)

    assert says in answer.text
    cast.session.rollback()
    assert cast.session.scalars(select(Hold.lifted_at)).one() is None
    full = {"because": "She is ready", "asked_by_harmed_child": "y", "request": "On Monday, alone, to me"}
    lead.submit(f"/cases/{reference}/hold", **full)
    cast.session.rollback()
    told = cast.session.scalars(select(Event.after).where(Event.kind == "hold lifted")).one()
    assert "On Monday, alone, to me" in told


def test_an_allegation_against_staff_is_the_heads_alone_until_they_return_the_case(client_as, cast):
    reference = answered(cast, staff_allegation=YES, suspected_abuse=YES)
    for role in ("dsl", "deputy_headteacher", "pastoral_lead", "staff", "tutor"):
        assert client_as(role).get(f"/cases/{reference}").status_code == 404, role
    head = client_as("headteacher")
    assert STORY in head.page(f"/cases/{reference}")
    head.submit(f"/cases/{reference}/hold", "Return it", status=422, **{"clear-because": ""})

    answer = head.submit(
        f"/cases/{reference}/hold", "Return it", **{"clear-because": "The LADO closed it: no case to answer"}
    )

    assert answer.headers["Location"] == "/cases"
    assert STORY in client_as("dsl").page(f"/cases/{reference}")
    assert "LADO closed it" in client_as("dsl").page(f"/cases/{reference}")
    assert case_called(cast, reference).concerns_staff_conduct is False


def test_nobody_else_returns_it_and_a_case_without_an_allegation_is_not_returned(client_as, cast):
    reference = answered(cast)
    for role in ("dsl", "deputy_headteacher", "pastoral_lead"):
        assert client_as(role).post(f"/cases/{reference}/allegation").status_code == 403

    answer = client_as("headteacher").post(f"/cases/{reference}/allegation", data={"clear-because": "x"})

    assert answer.status_code == 422


def test_whoever_answers_that_it_must_wait_is_told_that_they_do_not_see_it_any_more(client_as, cast):
    reference = a_case(cast)
    safe = dict.fromkeys(Answers.__dataclass_fields__, "no") | {
        "responsibility_accepted": "yes", "everyone_willing": "yes", "sexual_or_domestic": "yes",
    }  # fmt: skip
    teacher = client_as("staff")

    later = f"{cast.member('staff').on + timedelta(days=14):%d/%m/%Y}"
    cast.session.rollback()

    answer = teacher.submit(f"/cases/{reference}/responses/new", **safe, review_on=later)

    assert answer.headers["Location"] == "/cases"
    assert f"You do not see case {reference} any more" in teacher.page("/cases")


def test_the_safeguarding_lead_who_answers_so_is_not_told_to_tell_the_safeguarding_lead(client_as, cast):
    later = f"{cast.member('staff').on + timedelta(days=14):%d/%m/%Y}"
    reference, dsl = answered(cast), client_as("dsl")
    page = asked_again(dsl, reference, live_enquiry="yes", review_on=later).location

    assert "The case waits for you now." in (shown := dsl.page(page))
    assert "Tell them now" not in shown


def test_the_head_accepts_a_leader_whose_training_is_not_current_with_a_reason_shown_on_the_case(client_as, cast):
    reference = answered(cast)
    sent = {"kind": "formal_conference", "led_by": "H-MAR", "chosen_because": "Both asked for her"}
    answer = client_as("headteacher").submit(f"/cases/{reference}/responses/new", status=422, **sent)
    assert "The headteacher may accept it, with a reason" in answer.text

    client_as("headteacher").submit(
        f"/cases/{reference}/responses/new", **sent, override_because="Trained until last month, booked again"
    )


def test_an_incident_tagged_as_bullying_is_not_met_in_a_small_conference_whatever_was_answered(client_as, cast):
    reference = answered(cast, by="pastoral_lead")
    case_called(cast, reference).incidents[0].tags = frozenset({"bullying"})
    cast.session.commit()
    lead = client_as("pastoral_lead")

    sent = {"kind": "impromptu_conference", "chosen_because": "Both asked for it today"}
    answer = lead.submit(f"/cases/{reference}/responses/new", status=422, **sent)

    assert "It is bullying, or repeated, or there is an imbalance of power" in answer.text
    assert "Suggested: Formal conference" in answer.text
    assert "stays so until the incident is amended" in lead.page(f"/cases/{reference}/hold")
    assert case_called(cast, reference).responses == []


def test_a_small_conference_that_was_chosen_is_not_held_once_it_is_known_to_be_bullying(client_as, cast, session):
    told = Told(cast).logged().triaged().safe().chosen()
    told.case.incidents[0].tags = frozenset({"bullying"})
    session.commit()
    held = {"held_on": f"{told.today:%d/%m/%Y}", "held_time": f"{london(told.at):%H:%M}"}
    held |= {"people-0-took_part": "y", "people-1-took_part": "y"}

    answer = client_as("pastoral_lead").submit(f"/responses/{told.response.id}", status=422, **held)

    assert "Plan a formal conference with full preparation" in answer.text


def test_a_hold_is_not_looked_at_again_on_a_day_that_is_over(client_as, cast):
    reference = a_case(cast)
    safe = dict.fromkeys(Answers.__dataclass_fields__, "no") | {"weapon_or_threat": "yes"}

    answer = client_as("staff").submit(f"/cases/{reference}/responses/new", status=422, **safe, review_on="01/01/2020")

    assert "That day is over. Give today (" in answer.text
    assert 'value="01/01/2020"' in answer.text
    assert case_called(cast, reference).holds == []


def asked_again(browser, reference: str, status: int = 303, review_on: str = "", **changed: str):
    """The safety questions answered once more: those that nothing is said of, as they stand."""
    return browser.submit(f"/cases/{reference}/responses/new?ask=again", status=status, review_on=review_on, **changed)


@pytest.mark.parametrize("grave", ["sexual_or_domestic", "suspected_abuse"])
def test_any_of_several_answers_raises_the_level(client_as, cast, grave):
    reference = answered(cast, **{grave: YES, "live_enquiry": YES})

    case = case_called(cast, reference)
    assert (case.confidentiality, case.stage) == (Confidentiality.SAFEGUARDING, Stage.ON_HOLD)
    assert [hold.kind for hold in case.holds] == [grave, "live_enquiry"]
    for role in ("staff", "pastoral_lead", "tutor"):
        assert client_as(role).get(f"/cases/{reference}").status_code == 404


def test_an_answer_that_comes_while_it_is_on_hold_raises_the_level_too(client_as, cast, today):
    reference = answered(cast, live_enquiry=YES)

    asked_again(client_as("staff"), reference, sexual_or_domestic="yes", review_on=f"{today:%d/%m/%Y}")

    assert case_called(cast, reference).confidentiality is Confidentiality.SAFEGUARDING
    assert client_as("pastoral_lead").get(f"/cases/{reference}").status_code == 404
    assert [hold.stage_before for hold in case_called(cast, reference).holds] == [Stage.LOGGED, Stage.LOGGED]


def test_each_hold_is_lifted_on_its_own_and_the_case_waits_for_the_last(client_as, cast):
    reference = answered(cast, sexual_or_domestic=YES, live_enquiry=YES)
    lead, page = client_as("dsl"), f"/cases/{reference}/hold"
    enquiry = case_called(cast, reference).holds[1].id
    assert "Choose which hold is lifted" in lead.submit(page, status=422, because="Police are done").text

    lead.submit(page, hold=str(enquiry), because="Police are done")

    assert case_called(cast, reference).stage is Stage.ON_HOLD
    assert lead.page("/").count(f'{page}"') == 1
    assert "Tick that they did" in lead.submit(page, status=422, because="Police are done").text
    asked = {"asked_by_harmed_child": "y", "request": "On Monday, alone, to me"}
    lead.submit(page, because="She is ready", **asked)
    assert case_called(cast, reference).stage is Stage.LOGGED
    assert "It was about a live enquiry." in lead.page(f"/cases/{reference}")


def test_a_case_on_hold_for_several_reasons_is_one_case_on_its_page_and_at_home(client_as, cast):
    reference = answered(cast, sexual_or_domestic=YES, weapon_or_threat=YES)
    lead = client_as("dsl")

    assert lead.page(f"/cases/{reference}").count(STORY) == 1
    assert lead.page("/").count(f"/cases/{reference}/hold") == 1


@pytest.mark.parametrize("said", ["no", "dont_know"])
def test_a_yes_to_sexual_harm_is_taken_back_by_the_safeguarding_lead_alone(client_as, cast, said):
    reference = answered(cast, sexual_or_domestic=YES)
    name_on(cast, reference, "staff")
    page = f"/cases/{reference}/hold"

    answer = asked_again(client_as("staff"), reference, status=422, sexual_or_domestic=said)

    assert "Only the safeguarding lead takes this back" in answer.text
    assert len(case_called(cast, reference).safety_checks) == 1
    lead = client_as("dsl")
    asked_again(lead, reference, sexual_or_domestic="no")
    lead.submit(page, because="It was said of another case")
    assert case_called(cast, reference).stage is Stage.LOGGED


def test_what_others_answered_with_yes_is_over_for_them_once_the_lead_has_lifted_it(client_as, cast, today):
    reference = answered(cast, live_enquiry=YES)
    teacher, day = client_as("staff"), f"{today:%d/%m/%Y}"
    asked_again(teacher, reference, status=422, live_enquiry="no")
    client_as("dsl").submit(f"/cases/{reference}/hold", because="Police are done")

    asked_again(teacher, reference, live_enquiry="no")
    asked_again(teacher, reference, live_enquiry="yes", review_on=day)

    assert case_called(cast, reference).stage is Stage.ON_HOLD
    assert "no response can begin" in teacher.page(f"/cases/{reference}/hold")


def test_after_a_hold_was_lifted_other_answers_are_changed_without_another_hold(client_as, cast):
    reference = answered(cast, sexual_or_domestic=YES)
    lead = client_as("dsl")
    asked = {"because": "She is ready", "asked_by_harmed_child": "y", "request": "On Monday, alone, to me"}
    lead.submit(f"/cases/{reference}/hold", **asked)
    name_on(cast, reference, "staff")

    asked_again(client_as("staff"), reference, communication_need="yes")

    case = case_called(cast, reference)
    assert (case.stage, len(case.holds), case.safety_checks[-1].communication_need) == (Stage.LOGGED, 1, YES)


def test_an_allegation_is_not_taken_back_by_answering_again(client_as, cast):
    reference = answered(cast, staff_allegation=YES)

    answer = asked_again(client_as("headteacher"), reference, status=422, staff_allegation="no")

    assert "by returning the case to the ordinary flow" in answer.text
