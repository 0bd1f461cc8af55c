"""Draws the README's two pictures from the invented school: a case's page, and two pages of the governors' report.

`python -m docs.draw_screenshots` builds the demonstration in a folder of its own, on a day that is always the same, serves
it on a free port, and writes docs/screenshots/*.png. It needs what `make setup-test` installs.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import flask_migrate
import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from app.casework.case import Case
from app.casework.exclusion import Decision
from app.casework.incident import Incident
from app.casework.words import DecisionKind, Stage
from app.config import Settings
from app.db import begin_writing, db
from app.demo.build import build_demonstration
from app.demo.people import URNS
from app.factory import create_app
from deploy.pieces import browser

ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "docs" / "screenshots"
DAY = datetime(2026, 11, 24, 10, 40, tzinfo=UTC)
REPORT = ("--school", URNS["A"], "--term", "2025-26 summer", "--as-at", "2026-11-24")
PAGES = ("1", "3")  # the answer first, and who takes part
SIZE = (1200, 843)  # two pages of A4 beside each other
COLOURS = 64  # enough for flat pages with text, and a quarter of the bytes
LOGIN = tuple[str, str]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the app, served by a thread for as long as the block lasts."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


def demonstration(folder: Path) -> tuple[Flask, LOGIN]:
    """An installation that holds the demonstration as of DAY, and its pastoral lead's address and password."""
    settings = Settings(
        data=folder,
        database_url=f"sqlite:///{folder / 'amends.sqlite'}",
        secret="for pictures of invented people alone",  # noqa: S106
        mail=str(folder / "mail"),
        jobs_url=f"sqlite:///{folder / 'jobs.sqlite'}",
    )
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        begin_writing(db.session())
        logins = build_demonstration(db.session(), at=DAY)
        db.session.commit()
    return app, next((email, password) for role, email, password in logins if role == "pastoral_lead")


def telling_case(app: Flask) -> str:
    """The reference of the newest case that the head decided to repair and that is being followed up."""
    with app.app_context():
        decided = (
            select(Case.reference)
            .join(Incident, Incident.case_id == Case.id)
            .join(Decision, Decision.incident_id == Incident.id)
            .where(Decision.decision == DecisionKind.RESTORATIVE, Case.stage == Stage.FOLLOW_UP)
            .order_by(Decision.decided_at.desc())
        )
        return str(db.session.scalars(decided).first())


def picture_of_case(app: Flask, login: LOGIN) -> Image.Image:
    """What the pastoral lead sees of the case, in a browser on a desk."""
    with served(app) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(
            base_url=address, viewport={"width": SIZE[0], "height": SIZE[1]}, locale="en-GB", reduced_motion="reduce"
        )
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(login[0])
        page.get_by_label("Password").fill(login[1])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.goto(f"/cases/{telling_case(app)}")
        shown = page.screenshot()
        chromium.close()
    return Image.open(BytesIO(shown))


def picture_of_report(app: Flask, folder: Path) -> Image.Image:
    """Two pages of the printed report, side by side."""
    pdf = folder / "report.pdf"
    done = app.test_cli_runner().invoke(args=["report", "build", *REPORT, "--pdf", str(pdf)])
    if done.exit_code:
        raise RuntimeError(done.output)
    beside = Image.new("RGB", SIZE, "#8a9a98")
    for place, number in enumerate(PAGES):
        drawing = ["pdftoppm", "-png", "-r", "100", "-f", number, "-l", number, "-singlefile", str(pdf)]
        page = Image.open(BytesIO(subprocess.run(drawing, capture_output=True, check=True).stdout))
        page = page.resize(
            (SIZE[0] // 2 - 4, round((SIZE[0] // 2 - 4) * page.height / page.width)), Image.Resampling.LANCZOS
        )
        beside.paste(page, (place * (SIZE[0] // 2 + 4), 0))
    return beside


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few enough colours to stay small."""
    file = SCREENSHOTS / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")


def main() -> int:
    """Write both pictures."""
    SCREENSHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(DAY, tick=True):
        app, login = demonstration(Path(folder))
        keep(picture_of_case(app, login), "case")
        keep(picture_of_report(app, Path(folder)), "report")
    return 0


if __name__ == "__main__":
    sys.exit(main())
