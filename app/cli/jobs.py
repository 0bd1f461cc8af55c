"""`jobs run`: the process that builds, prints and publishes reports, and sends mails."""

from __future__ import annotations

import signal

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.casework.refusals import Refusal
from app.cli.accounts import refuse
from app.jobs import AlreadyAtWork, alone, make_waiting_documents, pick_up_waiting, queue_of, tell_all

jobs = AppGroup("jobs", help="Work done beside the pages.")
commands = (jobs,)
# Somebody waits for each report, so an idle job process looks often; a look takes a fraction of a millisecond.
SECONDS_BETWEEN_LOOKS = 1.0


@jobs.command("run")
def run() -> None:
    """Do the jobs until stopped; whatever a killed process left is picked up first.

    One job process works at a time: a second one waits until the first has ended.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    signal.signal(signal.SIGTERM, _end)  # until the queue's own consumer listens
    with alone(app, patient=True):
        make_waiting_documents(left_behind=True)
        pick_up_waiting(left_behind=True)
        tell_all(left_behind=True)
        click.echo("The job process is ready.")
        consumer = queue_of(app).create_consumer(workers=1, periodic=True, max_delay=SECONDS_BETWEEN_LOOKS)
        consumer.run()


def _end(*_signal: object) -> None:
    """End as asked; what is half done is picked up by the next job process."""
    raise SystemExit(0)


@jobs.command("once")
def once() -> None:
    """Do what waits now, and end. Refused while a job process is at work: it does what waits anyway."""
    try:
        with alone(current_app._get_current_object(), patient=False):  # type: ignore[attr-defined]
            make_waiting_documents(left_behind=True)
            pick_up_waiting(left_behind=True)
            tell_all(left_behind=True)
    except AlreadyAtWork:
        refuse(Refusal("at_work", "A job process is at work already; it does what waits."))
