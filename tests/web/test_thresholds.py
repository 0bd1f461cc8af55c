"""The head is asked, confirms what the policy indicates, and decides with the three answers of fair process."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.casework.access_log import Reading
from app.casework.exclusion import Decision, Threshold
from app.casework.history import Event
from app.casework.incident import Incident
from tests.cases import Told
from tests.guarded_cases import a_case

START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


@pytest.fixture
def reference(clock, cast):
    return a_case(cast)


def pair_of(cast, reference: str, name: str = "Tom Adeyemi") -> str:
    key = cast.pupil(name).key
    cast.session.rollback()
    return f"{reference}|{key}"


def ask(browser, reference: str, status: int = 303, **typed):
    sent = {"because": "The family expects a suspension", **typed}
    return browser.submit(f"/cases/{reference}/threshold/ask", status=status, **sent)


def test_the_pastoral_lead_asks_and_it_stands_in_the_heads_list_until_it_is_answered(client_as, cast, reference):
    lead, head = client_as("pastoral_lead"), client_as("headteacher")
    line = f"/cases/{reference}/threshold"
    assert line not in head.page("/")

    ask(lead, reference)

    assert line in head.page("/")
    assert line in client_as("deputy_headteacher").page("/")
    told = cast.session.scalars(select(Event).where(Event.kind == "threshold asked for")).one()
    assert (told.because, told.about, told.person_key) == (
        "The family expects a suspension", f"incident {reference}", cast.pupil("Tom Adeyemi").key,
    )  # fmt: skip
    head.submit(line, confidence="probable")
    assert line not in head.page("/")


def test_asking_shows_what_the_policy_of_the_day_indicates_and_who_is_asked(client_as, reference):
    page = client_as("pastoral_lead").page(f"/cases/{reference}/threshold/ask")

    assert "Version v2, in force from 01/09/2025, indicates suspension of 2 school days (clause v2/physical/3)" in page
    assert "Helen Marsh or a deputy" in page


def test_the_head_is_asked_once_until_they_answer(client_as, clock, reference):
    lead = client_as("pastoral_lead")
    ask(lead, reference)

    answer = ask(lead, reference, status=422, because="Once more")

    assert "The head was asked about Tom Adeyemi already" in answer.text
    assert "Once more" in answer.text
    client_as("headteacher").submit(f"/cases/{reference}/threshold", confidence="probable")
    clock.shift(timedelta(minutes=5))
    ask(lead, reference, because="More came to light")


def test_an_answer_about_one_pupil_does_not_answer_about_another(client_as, cast, clock):
    reference = a_case(cast, also=("Kacper Nowak",))
    lead, head, line = client_as("pastoral_lead"), client_as("headteacher"), f"/cases/{reference}/threshold"
    tom, kacper = pair_of(cast, reference), pair_of(cast, reference, "Kacper Nowak")
    ask(lead, reference, pair=tom)
    ask(lead, reference, pair=kacper)
    clock.shift(timedelta(minutes=5))
    sent = {"sanction": "suspension", "school_days": "1", "clause": "4.2", "confidence": "probable"}

    head.submit(line, pair=tom, **sent)

    assert f'{line}"' in head.page("/")
    head.submit(line, pair=kacper, **sent)
    assert f'{line}"' not in head.page("/")


def test_asking_needs_a_reason(client_as, reference):
    assert "Say in a line or two why" in ask(client_as("pastoral_lead"), reference, status=422, because="").text


def test_the_form_begins_with_what_the_policy_indicates_and_stores_its_version(client_as, cast, reference):
    client_as("deputy_headteacher").submit(f"/cases/{reference}/threshold", confidence="possible")

    row = cast.session.scalars(select(Threshold)).one()
    assert (row.sanction, row.school_days, row.clause, row.confidence, row.policy_version) == (
        "suspension", 2, "v2/physical/3", "possible", "v2",
    )  # fmt: skip
    assert "policy version v2" in client_as("headteacher").page(f"/cases/{reference}/threshold")


def test_the_version_in_force_on_the_day_of_the_incident_is_read_never_todays(client_as, cast, clock):
    reference = a_case(cast, at=datetime(2025, 6, 10, 12, 0, tzinfo=UTC), severity=4)
    page = client_as("headteacher").page(f"/cases/{reference}/threshold")
    assert "Version v1, in force from 01/09/2024, indicates suspension of 5 school days" in page


def test_a_policy_that_says_nothing_is_said_to_say_nothing(client_as, cast, clock):
    reference = a_case(cast, category="other")
    page = client_as("headteacher").page(f"/cases/{reference}/threshold")
    assert "says nothing about this category and severity" in page


def test_a_permanent_exclusion_has_no_days_in_the_row_and_none_in_history(client_as, cast, reference):
    sent = {"sanction": "permanent_exclusion", "school_days": "4", "clause": "4.2", "confidence": "possible"}

    client_as("headteacher").submit(f"/cases/{reference}/threshold", **sent)

    assert cast.session.scalars(select(Threshold.school_days)).all() == [None]
    assert "Permanent exclusion, possible. Clause 4.2." in client_as("headteacher").page(f"/cases/{reference}")


def test_a_later_threshold_is_a_new_row_and_needs_its_reason(client_as, cast, clock, reference):
    head, page = client_as("headteacher"), f"/cases/{reference}/threshold"
    head.submit(page, confidence="probable")

    answer = head.submit(page, status=422, confidence="possible", because="")

    assert "Say in one line why this one differs" in answer.text
    clock.shift(timedelta(minutes=5))
    head.submit(page, confidence="possible", because="More came to light")
    rows = cast.session.execute(select(Threshold.confidence, Threshold.because).order_by(Threshold.id)).all()
    assert [tuple(row) for row in rows] == [("probable", None), ("possible", "More came to light")]
    assert "Changed because: More came to light" in head.page(page)


def test_the_deputy_who_logged_it_does_not_confirm_it_and_nothing_typed_is_lost(client_as, cast, clock):
    reference = a_case(cast, by="deputy_headteacher")
    deputy, page = client_as("deputy_headteacher"), f"/cases/{reference}/threshold"
    assert "You can’t confirm it here" in deputy.page(page)

    answer = deputy.submit(page, status=422, confidence="probable", clause="4.2 of the policy")

    assert "You logged this incident" in answer.text
    assert 'value="4.2 of the policy"' in answer.text
    assert cast.session.scalars(select(Threshold)).all() == []


def test_the_head_who_logged_it_confirms_it(client_as, cast, clock):
    reference = a_case(cast, by="headteacher")
    client_as("headteacher").submit(f"/cases/{reference}/threshold", confidence="probable")
    assert len(cast.session.scalars(select(Threshold)).all()) == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"school_days": ""}, "Give the school days of the suspension"),
        ({"clause": ""}, "Name the clause"),
        ({"confidence": None}, "Choose how sure"),
        ({"school_days": "0"}, "Give a whole number from 1 to 45"),
    ],
)
def test_a_threshold_that_is_not_complete(client_as, cast, reference, typed, says):
    sent = {"confidence": "probable", **typed}
    answer = client_as("headteacher").submit(f"/cases/{reference}/threshold", status=422, **sent)
    assert says in answer.text
    assert cast.session.scalars(select(Threshold)).all() == []


@pytest.mark.parametrize("empty", ["who_was_asked", "reason_given", "what_next"])
def test_each_of_the_three_answers_is_needed(client_as, cast, reference, empty):
    fair = {"who_was_asked": "Tom, his father", "reason_given": "It hurt", "what_next": "A meeting by Friday"}
    sent = {"pair": pair_of(cast, reference), "decision": "restorative", **fair, empty: " "}

    answer = client_as("headteacher").submit(f"/cases/{reference}/decision", status=422, **sent)

    assert "Fair process needs this answer" in answer.text
    assert cast.session.scalars(select(Decision)).all() == []


def test_deciding_without_a_threshold_says_what_that_means(client_as, reference):
    assert "No threshold is recorded" in client_as("headteacher").page(f"/cases/{reference}/decision")


@pytest.mark.parametrize("step", ["threshold", "decision"])
def test_those_harmed_are_read_of_before_anything_is_chosen(client_as, cast, reference, step):
    page = client_as("headteacher").page(f"/cases/{reference}/{step}")

    main = page.split("<main")[1]
    assert main.index("What they asked for") < main.index("<form")
    assert main.index("Maya Lewis") < main.index("Tom Adeyemi")
    read = cast.session.scalars(select(Reading).where(Reading.what == "case")).all()
    assert [each.reference for each in read] == [reference]


@pytest.mark.parametrize("role", ["staff", "tutor", "facilitator", "senco", "governor", "data_manager"])
def test_others_neither_ask_nor_decide(client_as, reference, role):
    browser = client_as(role)
    assert browser.get(f"/cases/{reference}/threshold/ask").status_code == 403
    assert browser.get(f"/cases/{reference}/decision").status_code == 403


def test_a_case_without_a_pupil_who_caused_harm_says_what_to_do_first(client_as, cast, reference):
    part = cast.session.scalars(select(Incident)).one().involvements
    for each in part:
        each.part = "affected"
    cast.session.commit()
    for path in ("threshold", "threshold/ask", "decision"):
        assert "No pupil is named as having caused harm" in client_as("headteacher").page(f"/cases/{reference}/{path}")


@pytest.mark.parametrize(
    ("first", "counts"),
    [
        ("suspend", "An exclusion was decided first, so Tom Adeyemi is counted as excluded, whatever is decided now."),
        ("restorative", "made first, and that one counts: another begins no new time"),
        ("other_sanction", "counts only if the threshold was confirmed before that"),
    ],
)
def test_a_second_decision_says_what_is_counted_already_and_asks_why(client_as, cast, clock, reference, first, counts):
    head, address = client_as("headteacher"), f"/cases/{reference}/decision"
    fair = {"who_was_asked": "Tom, his father", "reason_given": "It hurt", "what_next": "A meeting by Friday"}
    sent = {"pair": pair_of(cast, reference), **fair}
    assert "It was decided before" not in head.page(address)
    head.submit(address, **sent, decision=first)
    clock.shift(timedelta(minutes=1))

    again = {**sent, "decision": "restorative", "what_next": "A meeting on Monday"}
    assert counts in head.page(address)
    answer = head.submit(address, status=422, **again)
    assert "Say in one line why it is decided again." in answer.text
    assert "A meeting on Monday" in answer.text
    cast.session.rollback()
    assert len(cast.session.scalars(select(Decision)).all()) == 1

    head.submit(address, **again, because="His family has agreed to meet")
    cast.session.rollback()
    assert len(cast.session.scalars(select(Decision)).all()) == 2
    assert "His family has agreed to meet" in head.page(f"/cases/{reference}")


def test_school_days_of_what_has_none_are_said_to_be_left_out(client_as, reference):
    head, address = client_as("headteacher"), f"/cases/{reference}/threshold"

    head.submit(address, sanction="permanent_exclusion", school_days="4", confidence="possible")

    assert "The school days were left out: only a suspension has them." in head.page(f"/cases/{reference}")


def test_a_case_that_has_ended_is_opened_again_before_a_threshold_is_confirmed(client_as, cast, clock):
    told = Told(cast).logged(severity=3).triaged().safe().met().agreed().verified().closed()
    address, deputy = "/cases/2026-0001/threshold", client_as("deputy_headteacher")
    pair = f"2026-0001|{told.tom.key}"
    cast.session.rollback()
    sent = {"pair": pair, "sanction": "suspension", "school_days": "2", "clause": "4.2", "confidence": "probable"}

    assert "Confirm a threshold" not in deputy.page("/cases/2026-0001")
    page = deputy.page(address).split("<main")[1]
    assert "This case has ended, so nobody would be asked to decide." in page
    assert 'href="/cases/2026-0001/close"' in page
    answer = deputy.post(address, data=sent)
    assert answer.status_code == 422
    assert "Open it again first, with the reason; then confirm the threshold." in answer.text
    assert cast.session.scalars(select(Threshold)).all() == []
    cast.session.rollback()

    deputy.submit("/cases/2026-0001/close", because="The school thinks of a suspension after all")
    deputy.submit(address, **sent)

    assert "/cases/2026-0001/decision" in client_as("headteacher").page("/")
