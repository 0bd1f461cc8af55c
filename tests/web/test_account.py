"""One's own account: the browsers one is signed in with, and answers that tell nobody which accounts there are."""

from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import select

from app.casework.account import UserSession
from app.casework.permissions import GRANTS, ROLE_WORDS
from app.web.account import browser_of
from tests.cast import PASSWORD, email_of
from tests.statements import Statements


def test_signing_out_everywhere_ends_this_browser_too(client_as):
    here, other = client_as("staff"), client_as("staff")

    answer = here.post("/me/sessions/everywhere")

    assert answer.headers["Location"] == "/sign-in"
    assert "You are signed out everywhere" in here.page("/sign-in")
    assert (here.get("/me").status_code, other.get("/me").status_code) == (303, 303)


def test_one_browser_is_signed_out_and_the_others_stay(client_as, session):
    here, other, third = (client_as("staff") for _ in range(3))
    second = session.scalars(select(UserSession.id).order_by(UserSession.id)).all()[1]

    here.post(f"/me/sessions/{second}/end")

    assert [each.get("/me").status_code for each in (here, other, third)] == [200, 303, 200]


def test_somebody_elses_browser_is_not_there(client_as, session):
    here, stranger = client_as("staff"), client_as("tutor")
    theirs = session.scalars(select(UserSession.id).order_by(UserSession.id)).all()[1]

    assert here.post(f"/me/sessions/{theirs}/end").status_code == 404

    assert stranger.get("/me").status_code == 200


def test_a_computer_is_noted_as_ones_own_and_as_shared(client_as):
    browser = client_as("staff")
    assert "after 15 minutes" in browser.page("/me")

    browser.submit("/me", "Only I use this computer")
    assert "after 60 minutes" in browser.page("/me")

    browser.submit("/me", "Others use this computer too")
    assert "after 15 minutes" in browser.page("/me")


@pytest.mark.parametrize(
    ("device", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36", "Chrome on Chromebook"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("a test", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(device, words):
    assert browser_of(device) == words


def test_unknown_wrong_and_closed_take_the_same_statements(app, client, cast):
    cast.account("senco").disabled_at = datetime.now(UTC)
    cast.session.commit()
    sent = []
    for email, password in (
        ("nobody@harbourview.example", PASSWORD),
        (email_of("staff"), "not the password"),
        (email_of("senco"), PASSWORD),
    ):
        with Statements(app) as statements:
            client.submit("/sign-in", email=email, password=password, status=422)
        sent.append([statement.split("WHERE")[0] for statement in statements])
    assert sent[0] == sent[1] == sent[2]


def test_what_each_role_may_do_is_printed_from_the_table(client):
    page = unescape(client.page("/help"))
    for role, permissions in GRANTS.items():
        section = page.partition(f"<summary>{ROLE_WORDS[role][:1].upper()}{ROLE_WORDS[role][1:]}</summary>")[
            2
        ].partition("</ul>")[0]
        assert section.count("<li>") == len(permissions), role
        for permission in permissions:
            assert permission.value[1:] in section, (role, permission)
