"""`demo`: two invented schools with three years of history, and the logins to look around with."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from app.casework.refusals import Refused
from app.cli.demo_reports import publish_past_terms
from app.cli.upgrading import upgraded
from app.db import begin_writing, db
from app.demo.build import INCIDENTS_A_SCHOOL_DAY, build_demonstration, logins_of

KEPT_BY_MAKE_RUN = "demonstration-logins.txt"


@click.command("demo")
@click.option("--per-day", default=INCIDENTS_A_SCHOOL_DAY, show_default=True, help="Incidents a school day.")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where the service will be.")
@with_appcontext
def demo(per_day: float, address: str) -> None:
    """Build the demonstration in an empty database; prints address and logins."""
    with upgraded():
        begin_writing(db.session())
        try:
            logins = build_demonstration(db.session(), at=(at := datetime.now(UTC)), per_day=per_day)
            publish_past_terms(db.session(), at=at)
        except Refused as refused:
            click.echo(refused.refusal.message, err=True)
            if refused.refusal.code == "already_there":
                _show_what_is_there(address)
            raise SystemExit(1) from None
        db.session.commit()
    click.echo(f"The demonstration is ready. Sign in at {address}/sign-in")
    for role, email, password in logins:
        click.echo(f"  {role:24} {email:40} {password}")


def _show_what_is_there(address: str) -> None:
    """Who can sign in, and how to come by the password, of which the database holds only a hash."""
    click.echo(f"Sign in at {address}/sign-in")
    for role, email in logins_of(db.session()):
        click.echo(f"  {role:24} {email}")
    kept = current_app.config["AMENDS"].data / KEPT_BY_MAKE_RUN
    if kept.exists():
        click.echo(f"Their password stands in {kept}")
    else:
        click.echo(
            "Their password was shown once, when the demonstration was built. `account password --email ADDRESS` gives a"
        )
        click.echo("new one; or point AMENDS_DATA at an empty folder and build the demonstration there.")


commands = (demo,)
