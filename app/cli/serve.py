"""`amends serve`: the pages and the jobs, started and stopped together, with nothing else to install."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from types import FrameType

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.cli.database import bring_up_to_date

PATIENCE_SECONDS = 10


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
@with_appcontext
def serve(host: str, port: int, threads: int) -> None:
    """Serve the pages and run the jobs until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    bring_up_to_date()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    signal.signal(signal.SIGTERM, _leave)
    jobs = start_jobs(app)
    try:
        click.echo(f"Amends listens on http://{host}:{port}")
        waitress.serve(app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=False)
    finally:
        stop(jobs)


commands = (serve,)


def start_jobs(app: Flask) -> subprocess.Popen[bytes] | None:
    """The process that runs the jobs; None where the app has no jobs."""
    if "jobs" not in app.cli.commands:
        return None
    return subprocess.Popen([sys.executable, "-m", "app.cli.console", "jobs", "run"])


def stop(process: subprocess.Popen[bytes] | None) -> None:
    """Ask a process to end, and end it if it does not."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
