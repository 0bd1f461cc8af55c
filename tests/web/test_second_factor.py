"""The second factor: set up, asked for, each code once, recovered, taken off; and who needs it from when on."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import func, select

from app.casework.account import Account, RecoveryCode, UserSession
from app.casework.history import Event
from app.web import totp
from tests.cast import PASSWORD, email_of
from tests.page_checks import read, words
from tests.second_factors import key_on, set_up

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(cast):
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def sign_in(client, role: str, password: str = PASSWORD, status: int = 303):
    return client.submit("/sign-in", email=email_of(role), password=password, status=status)


def test_it_is_set_up_with_the_code_of_the_picture_and_ten_recovery_codes_are_shown_once(client_as, cast, clock):
    browser = client_as("facilitator")

    _key, codes = set_up(browser)

    assert len(set(codes)) == 10
    assert "You have 10 recovery codes left" in browser.page("/me/second-factor")
    stored = cast.session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(stored) == 10
    assert not set(codes) & set(stored)
    account = cast.account("facilitator")
    assert _key not in (account.totp_secret or "")


def test_setting_it_up_asks_for_the_password_and_signs_every_other_browser_out(client_as, cast, clock):
    here, other = client_as("facilitator"), client_as("facilitator")
    page = here.page("/me/second-factor")
    half = re.search(r'name="half"[^>]*value="([^"]+)"', page).group(1)
    wrong = {"half": half, "code": pyotp.TOTP(key_on(page)).now(), "confirmation": "not the password"}
    assert here.post("/me/second-factor", data=wrong).status_code == 422
    cast.session.rollback()
    assert cast.account("facilitator").totp_secret is None

    set_up(here)

    assert (here.get("/me").status_code, other.get("/me").status_code) == (200, 303)


def test_a_picture_made_for_somebody_else_or_too_long_ago_is_not_taken(client_as, clock):
    stranger, browser = client_as("staff"), client_as("facilitator")
    page = stranger.page("/me/second-factor")
    half = re.search(r'name="half"[^>]*value="([^"]+)"', page).group(1)
    sent = {"half": half, "code": pyotp.TOTP(key_on(page)).now(), "confirmation": PASSWORD}

    assert "too old" in browser.post("/me/second-factor", data=sent).text
    clock.shift(timedelta(minutes=14))
    assert stranger.get("/me").status_code == 200
    clock.shift(timedelta(minutes=2))
    sent["code"] = pyotp.TOTP(key_on(page)).now()
    answer = stranger.post("/me/second-factor", data=sent)
    assert (answer.status_code, "too old" in answer.text) == (422, True)


def test_signing_in_asks_for_the_code_and_opens_nothing_before(client_as, client, clock):
    key, _codes = set_up(client_as("facilitator"))
    clock.shift(timedelta(minutes=1))

    assert sign_in(client, "facilitator").headers["Location"] == "/sign-in/code"

    for path in ("/", "/cases", "/me", "/sign-in/school"):
        assert client.get(path).status_code == 303, path
    assert client.post("/sign-in/school", data={"school": "1"}).status_code == 401
    sign_in(client, "facilitator")
    with client.session_transaction() as kept:
        waiting = kept["token"]
    client.submit("/sign-in/code", code=pyotp.TOTP(key).now())
    assert "Ged Munro" in client.page("/")
    with client.session_transaction() as kept:
        assert kept["token"] != waiting


def test_the_page_that_was_asked_for_is_reached_through_both_steps(client_as, client, clock):
    key, _codes = set_up(client_as("facilitator"))
    clock.shift(timedelta(minutes=1))
    first = client.submit("/sign-in?next=/me", email=email_of("facilitator"), password=PASSWORD)
    assert first.headers["Location"] == "/sign-in/code?next=%2Fme"

    answer = client.submit(first.headers["Location"], code=pyotp.TOTP(key).now())

    assert answer.headers["Location"] == "/me"


def test_a_code_works_once_also_with_spaces_and_not_after_a_later_one(client_as, app, clock):
    key, _codes = set_up(client_as("facilitator"))
    clock.shift(timedelta(minutes=1))
    code = pyotp.TOTP(key).now()
    later = pyotp.TOTP(key).at(datetime.now(UTC) + timedelta(seconds=30))
    first, second, third = (app.test_client() for _ in range(3))
    for each in (first, second, third):
        sign_in(each, "facilitator")
    first.submit("/sign-in/code", code=code)

    for spelling in (code, f" {code[:3]} {code[3:]} "):
        answer = second.submit("/sign-in/code", code=spelling, status=422)
        assert "was used before" in answer.text
    third.submit("/sign-in/code", code=later)
    assert second.submit("/sign-in/code", code=code, status=422).status_code == 422


def test_the_code_that_turned_it_on_does_not_sign_in(client_as, client, clock):
    key, _codes = set_up(client_as("facilitator"))

    sign_in(client, "facilitator")

    client.submit("/sign-in/code", code=pyotp.TOTP(key).now(), status=422)


def test_a_recovery_code_works_once_in_any_spelling(client_as, app, clock):
    _key, codes = set_up(client_as("facilitator"))
    first, second = app.test_client(), app.test_client()
    sign_in(first, "facilitator")
    sign_in(second, "facilitator")

    first.submit("/sign-in/code", code=f" {codes[3].upper()} ")

    assert "9 are left" in first.page("/")
    second.submit("/sign-in/code", code=codes[3], status=422)


def test_a_recovery_code_of_somebody_else_is_worth_nothing(client_as, client, clock):
    set_up(client_as("facilitator"))
    _key, codes = set_up(client_as("staff"))

    sign_in(client, "facilitator")

    client.submit("/sign-in/code", code=codes[0], status=422)


def test_guessing_codes_is_slowed(client_as, client, clock, cast):
    key, _codes = set_up(client_as("facilitator"))
    clock.shift(timedelta(minutes=1))
    sign_in(client, "facilitator")
    for guess in range(5):
        client.submit("/sign-in/code", code=f"00000{guess}", status=422)

    answer = client.submit("/sign-in/code", code=pyotp.TOTP(key).now(), status=429)

    clock.shift(timedelta(seconds=int(answer.headers["Retry-After"])))
    client.submit("/sign-in/code", code=pyotp.TOTP(key).now())


def test_the_right_password_alone_makes_no_place_a_known_one(client_as, app, clock):
    """Whoever has the password but not the device is slowed like anybody else."""
    set_up(client_as("facilitator"))
    attacker = app.test_client()
    for _ in range(8):
        sign_in(attacker, "facilitator")
        attacker.post("/sign-out")
    for _ in range(5):
        attacker.submit("/sign-in", email=email_of("facilitator"), password="guess", status=422)
    sign_in(attacker, "facilitator", status=429)


def test_an_account_closed_between_the_steps_does_not_get_in(client_as, client, cast, clock):
    key, _codes = set_up(client_as("facilitator"))
    clock.shift(timedelta(minutes=1))
    sign_in(client, "facilitator")
    cast.session.rollback()
    cast.account("facilitator").disabled_at = START
    cast.session.commit()

    assert client.post("/sign-in/code", data={"code": pyotp.TOTP(key).now()}).status_code == 401


def test_another_device_needs_a_code_of_the_old_one_or_a_recovery_code(client_as, clock):
    browser = client_as("facilitator")
    _key, codes = set_up(browser)
    page = browser.page("/me/second-factor?device=new")
    new, half = key_on(page), re.search(r'name="half"[^>]*value="([^"]+)"', page).group(1)
    sent = {"half": half, "code": pyotp.TOTP(new).now()}

    assert browser.post("/me/second-factor", data={**sent, "confirmation": PASSWORD}).status_code == 422
    shown = browser.post("/me/second-factor", data={**sent, "confirmation": codes[0]})
    assert shown.status_code == 200
    assert browser.get("/me").status_code == 200


def test_new_recovery_codes_make_the_old_ones_worthless(client_as, client, clock):
    browser = client_as("facilitator")
    _key, codes = set_up(browser)

    shown = browser.submit("/me/second-factor", "Make ten new recovery codes", status=200, confirmation=codes[0])

    assert not set(codes) & {words(e) for e in read(shown.text).all("code")}
    sign_in(client, "facilitator")
    client.submit("/sign-in/code", code=codes[1], status=422)


def test_it_is_taken_off_with_a_proof_by_those_who_do_not_need_it(client_as, cast, client, clock):
    browser = client_as("facilitator")
    key, _codes = set_up(browser)
    clock.shift(timedelta(minutes=1))
    browser.submit("/me/second-factor", "Take the second factor off", status=422, confirmation=PASSWORD)

    browser.submit("/me/second-factor", "Take the second factor off", confirmation=pyotp.TOTP(key).now())

    assert sign_in(client, "facilitator").headers["Location"] == "/"
    assert cast.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    kinds = cast.session.scalars(select(Event.kind).where(Event.person_key == "F-MUN")).all()
    assert kinds == ["second factor set up", "second factor taken off"]


def test_the_secret_is_nothing_without_the_installation_and_another_one_for_another_account():
    half = totp.new_half()

    assert totp.secret_of(half, 1, "one installation") != totp.secret_of(half, 1, "another")
    assert totp.secret_of(half, 1, "one installation") != totp.secret_of(half, 2, "one installation")


@pytest.mark.parametrize("seconds", [-31, -30, 0, 30, 61])
def test_a_clock_may_be_half_a_minute_off_and_no_more(seconds):
    secret = totp.secret_of(totp.new_half(), 1, "an installation")
    code = pyotp.TOTP(secret).at(START + timedelta(seconds=seconds))

    assert (totp.step_of(secret, code, START, None) is not None) == (-30 <= seconds <= 30)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12345\n", "²23456"])
def test_what_is_no_code_is_refused_without_a_fault(typed):
    assert totp.step_of(totp.secret_of("half", 1, "an installation"), typed, START, None) is None


def test_the_picture_says_what_the_key_says():
    picture = totp.picture_of(totp.address_of("ABCDEFGH" * 4, "a@b.example", "Harbour View School"))

    assert picture.side >= 29
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", picture.path)


def test_sessions_that_wait_for_a_code_are_not_among_ones_open_browsers(client_as, client, clock, cast):
    key, _codes = set_up(client_as("facilitator"))
    clock.shift(timedelta(minutes=1))
    sign_in(client, "facilitator")
    other = client.application.test_client()
    sign_in(other, "facilitator")
    other.submit("/sign-in/code", code=pyotp.TOTP(key).now())

    assert other.page("/me").count("This one:") == 1
    waiting = (
        select(func.count()).select_from(UserSession).where(UserSession.awaits_code, UserSession.ended_at.is_(None))
    )
    assert cast.session.scalar(waiting) == 1
    assert cast.session.scalars(select(Account.totp_last_step).where(Account.email == email_of("facilitator"))).one()
