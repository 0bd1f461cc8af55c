"""The queue that wakes the job process, and the lock that lets one job process at a time work on an installation."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app

from app.db import db
from app.jobs.documents import make_waiting_documents
from app.jobs.mailing import mail_at_once, send_waiting
from app.jobs.rounds import make_rounds
from app.jobs.sweeping import sweep
from app.jobs.work import pick_up_waiting

if TYPE_CHECKING:
    from huey import Huey


class AlreadyAtWork(Exception):
    """Another job process works on this installation."""


def queue_of(app: Flask) -> Huey:
    """The queue of this installation, a SQLite file beside the database by default."""
    if "jobs" not in app.extensions:
        # It brings the drivers of every database it knows, 10 MB; only who asks for a report, or builds it, pays for them.
        from huey import SqliteHuey, crontab

        file = app.config["AMENDS"].jobs_url.removeprefix("sqlite:///")
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        queue = SqliteHuey("amends", filename=file, immediate=False)
        each_minute = queue.periodic_task(crontab(minute="*"), name="pick_up")
        app.extensions["pick_up"] = each_minute(_in(app, pick_up_all))
        queue.periodic_task(crontab(minute="*"), name="tell")(_in(app, tell_all))
        queue.periodic_task(crontab(minute="23"), name="sweep")(_in(app, sweep))
        app.extensions["jobs"] = queue
    made: Huey = app.extensions["jobs"]
    return made


def pick_up_all() -> None:
    """Whatever waits: papers of cases first, because somebody sits and waits, then reports."""
    make_waiting_documents()
    pick_up_waiting()


def tell_all(*, left_behind: bool = False) -> None:
    """What people are told: the rounds of the day, what they are mailed at once, and the mails that wait.

    `left_behind`: this process has just begun and is alone, so what looks half sent was left by a killed one.
    """
    for step in (make_rounds, mail_at_once, lambda: send_waiting(left_behind=left_behind)):
        try:
            step()
        except Exception:
            # What can be told must be told, and the job process must not end with it; a minute later it is tried again.
            current_app.logger.exception("Not everybody could be told.")
            db.session.rollback()


def _in(app: Flask, work: Callable[[], None]) -> Callable[[], None]:
    def task() -> None:
        with app.app_context():
            try:
                work()
            finally:
                db.session.remove()

    task.__name__ = work.__name__
    return task


def wake() -> None:
    """Tell the job process that something waits. It looks once a minute anyway, so a queue that can't be written
    delays the report and refuses nothing."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        queue_of(app)
        app.extensions["pick_up"]()
    except Exception:
        app.logger.warning("The queue of jobs can't be written; reports wait up to a minute.", exc_info=True)


@contextmanager
def alone(app: Flask, *, patient: bool) -> Iterator[None]:
    """Work as the only job process of this installation; the system ends this when the process ends, however it ends.

    `patient`: wait for the other one to end; else AlreadyAtWork. Whoever is alone knows that each report that is half
    done was left by a killed process.
    """
    with (app.config["AMENDS"].data / "jobs.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
        except BlockingIOError:
            raise AlreadyAtWork from None
        yield
