"""`demo`: two invented schools with three years of history, and the logins to look around with."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from app.casework.refusals import Refused
from app.cli.demo_reports import publish_past_terms
from app.cli.upgrading import upgraded
from app.db import begin_writing, db
from app.demo.build import INCIDENTS_A_SCHOOL_DAY, build_demonstration


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
            raise SystemExit(1) from None
        db.session.commit()
    click.echo(f"The demonstration is ready. Sign in at {address}/sign-in")
    for role, email, password in logins:
        click.echo(f"  {role:24} {email:40} {password}")


commands = (demo,)
