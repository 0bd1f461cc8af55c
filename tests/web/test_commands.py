"""Accounts and backups from the command line: done, or refused with the reason."""

import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.casework.account import Account
from tests.cast import PASSWORD, URNS, email_of
from tests.second_factors import set_up
from tests.web.lists import log_case

NEW = "plum trumpet gravel evening\n"


def run(app, *words, typed=""):
    return app.test_cli_runner().invoke(args=list(words), input=typed)


def add(app, *more, typed=NEW):
    who = (
        "--school",
        URNS["A"],
        "--email",
        "Ines.Duarte@harbourview.example",
        "--name",
        "Ines Duarte",
        "--role",
        "staff",
    )
    return run(app, "account", "add", *who, *more, typed=typed)


def test_a_new_account_can_sign_in(app, client, cast):
    assert add(app, "--staff-code", "T-DUA").exit_code == 0
    client.submit("/sign-in", email="ines.duarte@harbourview.example", password=NEW.strip())
    assert "Ines Duarte" in client.page("/me")


def test_a_second_role_is_added_and_the_password_stays(app, client, cast):
    add(app)
    who = (
        "--school",
        URNS["A"],
        "--email",
        "ines.duarte@harbourview.example",
        "--name",
        "Ines Duarte",
        "--role",
        "dsl",
    )
    assert run(app, "account", "add", *who).exit_code == 0
    client.submit("/sign-in", email="ines.duarte@harbourview.example", password=NEW.strip())
    assert "designated safeguarding lead, teacher" in client.page("/me")


@pytest.mark.parametrize(
    ("more", "typed", "says"),
    [
        (("--school", "111111"), NEW, "no school with the URN 111111"),
        ((), "", "at least 12 characters"),
        ((), "harbourview2026\n", "could be guessed"),
        (("--staff-code", "P-NAI"), NEW, "has an account already"),
        (("--email", "nobody"), NEW, "no e-mail address"),
    ],
)
def test_an_account_is_declined_with_the_reason_and_nothing_is_stored(app, cast, session, more, typed, says):
    answer = add(app, *more, typed=typed)
    assert (answer.exit_code, says in answer.output) == (1, True), answer.output
    session.rollback()
    assert session.scalars(select(Account).where(Account.name == "Ines Duarte")).first() is None


def test_an_unknown_role_is_wrong_use(app, cast):
    assert add(app, "--role", "emperor").exit_code == 2


def test_a_password_given_anew_signs_everybody_out(app, client_as, client, cast):
    browser = client_as("staff")
    assert run(app, "account", "password", "--email", email_of("staff"), typed=NEW).exit_code == 0
    assert browser.get("/").status_code == 303
    client.submit("/sign-in", email=email_of("staff"), password=NEW.strip())


def test_a_backup_is_verified_and_restored(app, client_as, cast, session, tmp_path):
    file = tmp_path / "kept" / "monday.backup"
    file.parent.mkdir()
    assert run(app, "backup", str(file)).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    cast.account("staff").email = "changed@harbourview.example"
    session.commit()
    session.close()
    browser = client_as("staff")
    session.close()
    assert run(app, "backup", "--verify", str(file)).exit_code == 0
    answer = run(app, "restore", str(file))
    assert answer.exit_code == 0, answer.output
    assert cast.account("staff").email == email_of("staff")
    assert browser.get("/").status_code == 303
    assert PASSWORD not in answer.output


def test_a_damaged_backup_is_found_and_not_restored(app, cast, tmp_path):
    file = tmp_path / "damaged.backup"
    run(app, "backup", str(file))
    content = bytearray(file.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    file.write_bytes(content)
    assert run(app, "backup", "--verify", str(file)).exit_code == 1
    assert run(app, "restore", str(file)).exit_code == 1


def test_a_backup_with_a_rewritten_history_is_found(app, client_as, cast, session, tmp_path):
    log_case(cast, "2026-0001", datetime.now(UTC))
    file = tmp_path / "rewritten.backup"
    assert run(app, "backup", str(file)).exit_code == 0
    with sqlite3.connect(file) as copy:
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            copy.execute(f'DROP TRIGGER "{name}"')
        copy.execute("UPDATE events SET because = 'something else'")
    copy.close()
    answer = run(app, "backup", "--verify", str(file))
    assert (answer.exit_code, "is broken at event 1" in answer.output) == (1, True)


def test_a_lost_second_factor_is_taken_off_where_nobody_else_can(app, client, client_as, session):
    browser = client_as("data_manager")
    set_up(browser)

    done = run(app, "account", "second-factor", "--email", email_of("data_manager"))

    assert done.exit_code == 0
    assert browser.get("/").status_code == 303
    client.submit("/sign-in", email=email_of("data_manager"), password=PASSWORD)
    assert client.get("/").status_code == 200
    assert run(app, "account", "second-factor", "--email", "nobody@harbourview.example").exit_code == 1
