"""Declaring a child one is close to: what is needed for it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.casework.staff import DeclaredLink
from tests.cast import PASSWORD


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"relationship": ""}, "Say in one word"),
        ({"pupil": None}, "Choose the child"),
        ({"confirmation": ""}, "Give your password."),
        ({"confirmation": "not the password"}, "That is not right. Nothing is stored yet."),
    ],
)
def test_a_link_needs_a_child_a_word_and_the_password(client_as, cast, typed, says):
    sent = {"pupil": str(cast.pupil("Maya Lewis").id), "relationship": "aunt", "confirmation": PASSWORD, **typed}
    answer = client_as("staff").submit("/me/links/new?name=maya", status=422, **sent)
    assert says in answer.text
    assert cast.session.scalars(select(DeclaredLink.id)).first() is None
