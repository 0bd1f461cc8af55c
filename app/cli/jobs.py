"""`jobs run`: the process that builds reports."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.jobs import pick_up_waiting, queue_of

jobs = AppGroup("jobs", help="Work done beside the pages.")
commands = (jobs,)


@jobs.command("run")
def run() -> None:
    """Do the jobs until stopped; whatever a killed process left is picked up first."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    pick_up_waiting()
    click.echo("The job process is ready.")
    queue_of(app).create_consumer(workers=1, periodic=True, check_worker_health=True).run()


@jobs.command("once")
def once() -> None:
    """Do what waits now, and end."""
    pick_up_waiting()
