"""A number that no row can have, in an address or behind a button, is an answer and never a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.client import Browser

ClientAs = Callable[..., Browser]
TOO_LARGE = ("2147483648", "9" * 20, "9" * 400)
ODD = ("²", "9" * 5000, "-1", "x", "")


@pytest.mark.parametrize("number", TOO_LARGE)
def test_an_address_with_a_number_beyond_all_rows_leads_nowhere(client_as: ClientAs, app: Flask, number: str) -> None:
    head = client_as("headteacher")
    addresses = {
        rule.rule.replace(f"<int:{name}>", number)
        for rule in app.url_map.iter_rules()
        for name in rule.arguments
        if "GET" in (rule.methods or ()) and rule.rule.count("<") == 1 and "<int:" in rule.rule
    }

    assert len(addresses) > 8
    assert {head.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("number", ODD)
def test_taking_a_row_away_that_is_not_there_draws_the_form_again(client_as: ClientAs, number: str) -> None:
    teacher = client_as("staff")

    answer = teacher.post("/incidents/new", data={"remove": number, "csrf_token": teacher.csrf_token()})

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "9" * 20])
@pytest.mark.parametrize("address", ["/emergency/opened?before=", "/incidents/new?draft="])
def test_where_a_page_begins_is_a_number_or_nothing(client_as: ClientAs, address: str, number: str) -> None:
    assert client_as("headteacher").get(address + number).status_code == 200
