"""Getting in, staying in, getting out: sessions live on the server, and guessing is slowed without locking anybody out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from app.casework.account import Account, SignInAttempt, UserSession
from app.casework.staff import DeclaredLink, StaffMember, name_staff
from app.web.passwords import hash_password, is_right, why_weak
from app.web.session import hash_of
from tests.cast import PASSWORD, email_of
from tests.statements import Statements

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def sign_in(client, email=None, password=PASSWORD, status=303, **more):
    email = email or email_of("pastoral_lead")
    return client.submit("/sign-in", email=email, password=password, status=status, **more)


def cookie_of(client) -> str:
    return client.get_cookie("amends").value


def token_in(client) -> str:
    with client.session_transaction() as kept:
        return kept["token"]


def test_the_right_password_leads_home(client, cast):
    assert sign_in(client).headers["Location"] == "/"
    assert "Priya Nair" in client.page("/")


def test_the_address_may_be_typed_in_capitals_and_with_spaces(client, cast):
    assert sign_in(client, f"  {email_of('pastoral_lead').upper()} ").status_code == 303


def test_signing_in_leads_to_the_page_that_was_asked_for(client, cast):
    asked = client.get("/me")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=/me")
    answer = client.submit("/sign-in?next=/me", email=email_of("staff"), password=PASSWORD)
    assert answer.headers["Location"] == "/me"


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "https:evil.example", "/%09/evil.example", "\t//evil.example",
     "///evil.example", "javascript:alert(1)", "/no/page/of/ours", "http:/evil.example", "evil.example", "/me\r\nX: y",
     "//[evil", "/\u2028/evil.example"],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(client, cast, elsewhere):
    with client.get("/sign-in", query_string={"next": elsewhere}) as page:
        assert 'value="/"' in page.text
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"


def test_unknown_wrong_and_disabled_read_the_same(client, cast, session):
    cast.account("staff").disabled_at = START
    session.commit()
    pages = [
        sign_in(client, "nobody@harbourview.example", status=422),
        sign_in(client, password="not the password", status=422),
        sign_in(client, email_of("staff"), status=422),
    ]
    shown = {page.text.split('role="alert"')[1].split("</div>")[0] for page in pages}
    assert len(shown) == 1
    assert client.get("/").status_code == 303


def test_the_token_is_stored_only_as_a_hash_and_is_new_at_each_sign_in(client, cast, session):
    sign_in(client)
    first = token_in(client)
    assert len(first) >= 43
    client.post("/sign-out")
    sign_in(client)
    stored = set(session.scalars(select(UserSession.token_hash)))
    assert stored == {hash_of(first), hash_of(token_in(client))}
    assert first not in stored


def test_a_cookie_planted_before_signing_in_is_worth_nothing_afterwards(client, app, cast):
    client.page("/sign-in")
    planted = cookie_of(client)
    sign_in(client)
    other = app.test_client()
    other.set_cookie("amends", planted)
    assert other.get("/").status_code == 303


def test_signing_out_ends_the_session_on_the_server_and_clears_the_browser(client, app, cast):
    sign_in(client)
    kept = cookie_of(client)
    answer = client.post("/sign-out")
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    assert client.get_cookie("amends") is None
    other = app.test_client()
    other.set_cookie("amends", kept)
    assert other.get("/").status_code == 303


@pytest.mark.parametrize(("own", "minutes"), [(False, 15), (True, 60)])
def test_a_session_ends_when_idle(client, clock, own, minutes):
    sign_in(client, **({"own_computer": "y"} if own else {}))
    clock.shift(timedelta(minutes=minutes, seconds=-1))
    assert client.get("/me").status_code == 200
    clock.shift(timedelta(minutes=minutes, seconds=1))
    assert client.get("/me").status_code == 303


def test_a_session_ends_after_ten_hours_however_busy(client, clock):
    sign_in(client)
    for _ in range(60):
        clock.shift(timedelta(minutes=10))
        assert client.get("/me").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert client.get("/me").status_code == 303


def test_fetches_by_script_keep_nobody_signed_in(client, clock):
    sign_in(client)
    for _ in range(2):
        clock.shift(timedelta(minutes=7))
        client.get("/me", headers={"Sec-Fetch-Dest": "empty"})
    clock.shift(timedelta(minutes=2))
    assert client.get("/me").status_code == 303


def test_use_is_written_down_at_most_once_a_minute(client, clock, session):
    sign_in(client)
    seen = select(UserSession.last_seen_at)
    for seconds, expected in ((30, 0), (31, 61), (30, 61)):
        clock.shift(timedelta(seconds=seconds))
        client.get("/me")
        session.rollback()
        assert session.scalars(seen).one() == START + timedelta(seconds=expected)


@pytest.mark.parametrize("change", ["disabled", "left", "revoked"])
def test_losing_the_right_takes_effect_with_the_next_request(client, cast, session, change):
    sign_in(client)
    assert client.get("/").status_code == 200
    if change == "disabled":
        cast.account("pastoral_lead").disabled_at = START
    elif change == "left":
        cast.staff("pastoral_lead").ends_on = datetime.now(UTC).date() - timedelta(days=2)
    else:
        session.scalars(select(UserSession)).one().ended_at = START
    session.commit()
    assert client.get("/").status_code == 303


def test_guessing_is_slowed_and_nobody_is_locked_out(client, clock):
    for _ in range(5):
        sign_in(client, password="a wrong password", status=422)
    answer = sign_in(client, status=429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    clock.shift(timedelta(seconds=int(answer.headers["Retry-After"])))
    assert sign_in(client).status_code == 303


def test_at_most_a_hundred_guesses_an_hour_are_looked_at(client, clock, session):
    for _ in range(180):
        client.post("/sign-in", data={"email": email_of("dsl"), "password": "guess"})
        clock.shift(timedelta(seconds=20))
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) <= 100


def test_guessing_from_elsewhere_does_not_keep_the_owner_out(client, app, clock):
    sign_in(client)
    attacker = app.test_client()
    for _ in range(12):
        sent = {"email": email_of("pastoral_lead"), "password": "guess"}
        attacker.post("/sign-in", data=sent, environ_base={"REMOTE_ADDR": "203.0.113.9"})
        clock.shift(timedelta(seconds=5))
    client.post("/sign-out")
    assert sign_in(client).status_code == 303


def test_attempts_keep_neither_address_nor_source(client, cast, session):
    sign_in(client, password="wrong", status=422)
    row = session.scalars(select(SignInAttempt)).one()
    assert "@" not in row.email_hash
    assert len(row.email_hash) == len(row.source_hash) == 64


@pytest.fixture
def second_place(cast, session) -> int:
    """The trust lead is a governor at the other school as well."""
    other = StaffMember(
        school_id=cast.school("B").id, staff_code="B-BOY", first_name="Tessa", last_name="Boyd", roles={"governor"},
        account_id=cast.account("trust_lead").id,
    )  # fmt: skip
    name_staff(other)
    session.add(other)
    session.commit()
    return other.id


def test_somebody_of_two_schools_sees_nothing_before_choosing_one(client, second_place):
    assert sign_in(client, email_of("trust_lead")).headers["Location"] == "/sign-in/school"
    assert client.get("/sign-in/school").status_code == 200
    assert client.get("/me").status_code == 303


def test_choosing_a_school_starts_a_new_session_there(client, second_place):
    sign_in(client, email_of("trust_lead"))
    waiting = token_in(client)
    client.submit("/sign-in/school", school=str(second_place))
    assert token_in(client) != waiting
    assert "Millfield Academy" in client.page("/")


def test_nobody_can_choose_a_place_that_is_not_theirs(client, cast, session, second_place):
    stranger = cast.staff("staff").id
    session.rollback()
    sign_in(client, email_of("trust_lead"))
    client.submit("/sign-in/school", school=str(stranger), status=422)


def test_one_statement_tells_who_is_asking_links_and_all(client_as, app, cast, session):
    staff = cast.staff("pastoral_lead")
    for name in ("Maya Lewis", "Kacper Nowak"):
        session.add(
            DeclaredLink(
                school_id=staff.school_id, staff_id=staff.id, pupil_id=cast.pupil(name).id, relationship_word="aunt"
            )
        )
    session.commit()
    browser = client_as("pastoral_lead")
    with Statements(app) as sent:
        browser.page("/help")
    assert len(sent) == 1


def test_a_new_password_signs_out_every_other_browser(client, app, cast, session):
    sign_in(client)
    other = app.test_client()
    sign_in(other)
    new = "plum trumpet gravel evening"
    client.submit("/me", current_password=PASSWORD, password=new, again=new)
    assert client.get("/me").status_code == 200
    assert other.get("/me").status_code == 303
    assert is_right(
        session.scalars(select(Account.password_hash).where(Account.email == email_of("pastoral_lead"))).one(), new
    )


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("wrong", "plum trumpet gravel evening", "plum trumpet gravel evening"), "not the password you have now"),
        ((PASSWORD, "plum trumpet gravel evening", "plum trumpet gravel"), "Type the same one twice"),
        ((PASSWORD, "short", "short"), "at least 12 characters"),
        ((PASSWORD, "harbourview2026", "harbourview2026"), "could be guessed"),
    ],
)
def test_a_password_is_declined_with_the_reason(client, cast, typed, says):
    sign_in(client)
    current, new, again = typed
    answer = client.submit("/me", current_password=current, password=new, again=again, status=422)
    assert says in answer.text


def test_passwords_keep_every_character_and_refuse_what_can_be_guessed():
    odd = "  zwölf 🐟 fishes swam north  "
    assert is_right(hash_password(odd), odd)
    assert not is_right(hash_password(odd), odd.strip())
    assert not is_right(hash_password(odd), "x" * 1_000_000)
    assert why_weak("password1234").code == "password_guessable"
    assert why_weak("x" * 300).code == "password_too_long"
    assert why_weak("plum trumpet gravel evening") is None


def test_signing_out_other_browsers_leaves_this_one(client, app, cast):
    sign_in(client)
    other = app.test_client()
    sign_in(other)
    client.post("/me/sessions/end")
    assert (client.get("/me").status_code, other.get("/me").status_code) == (200, 303)
