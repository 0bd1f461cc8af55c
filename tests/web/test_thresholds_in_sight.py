"""Who is asked for a threshold sees the case: else nobody is asked, and the page says who is named on it first."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.guarded_cases import a_case, name_on, set_level
from tests.web.test_thresholds import ask, pair_of

START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def reference(cast):
    with time_machine.travel(START, tick=False):
        yield a_case(cast)


def test_nobody_is_asked_who_cannot_see_the_case(client_as, cast, reference):
    set_level(cast, reference, "safeguarding")
    dsl = client_as("dsl")
    address = f"/cases/{reference}/threshold/ask"

    page = dsl.page(address).split("<main")[1]
    assert "The safeguarding lead names the head or a deputy first, under “Change who may see it”." in page
    assert f'href="/cases/{reference}/access"' in page
    answer = dsl.post(address, data={"pair": pair_of(cast, reference), "because": "As the page was open before"})
    assert answer.status_code == 422
    assert "Nobody who may answer sees this safeguarding case." in answer.text
    assert "As the page was open before" in answer.text

    name_on(cast, reference, "headteacher")
    ask(dsl, reference)
    assert f"/cases/{reference}/threshold" in client_as("headteacher").page("/")


def test_closing_says_who_is_named_first_where_nobody_asked_sees_the_case_any_more(client_as, cast, reference):
    ask(client_as("pastoral_lead"), reference)
    set_level(cast, reference, "safeguarding")

    page = client_as("dsl").page(f"/cases/{reference}/close")

    assert "The head was asked for a threshold about Tom Adeyemi" in page
    assert "The safeguarding lead names the head or a deputy first" in page
    assert f'href="/cases/{reference}/access"' in page.split("<main")[1]


def test_closing_says_that_the_head_is_named_first_where_they_cannot_see_what_is_to_decide(client_as, cast, reference):
    client_as("deputy_headteacher").submit(f"/cases/{reference}/threshold", confidence="probable")
    set_level(cast, reference, "safeguarding")
    name_on(cast, reference, "deputy_headteacher")

    page = client_as("dsl").page(f"/cases/{reference}/close")

    assert "The safeguarding lead names whoever is head first" in page
