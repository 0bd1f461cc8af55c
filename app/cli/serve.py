"""`amends serve`: the pages and the jobs, started, kept running and stopped together, with nothing else to install."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from types import FrameType

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.casework.refusals import Refusal
from app.cli.accounts import refuse
from app.cli.database import bring_up_to_date
from app.db import db

CONSOLE = [sys.executable, "-m", "app.cli.console"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--pages-only", is_flag=True, help="Serve the pages alone, where something else runs `jobs run`.")
@with_appcontext
def serve(host: str, port: int, threads: int, pages_only: bool) -> None:
    """Serve the pages and run the jobs until interrupted; whichever of the two ends is started again."""
    if pages_only:
        _serve_pages(host, port, threads)
        return
    _refuse_taken(host, port)
    bring_up_to_date()
    db.engine.dispose()
    pages = [*CONSOLE, "serve", "--pages-only", "--host", host, "--port", str(port), "--threads", str(threads)]
    _become_supervisor({"pages": pages, "jobs": [*CONSOLE, "jobs", "run"]})


commands = (serve,)


def _serve_pages(host: str, port: int, threads: int) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGTERM, _leave)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    click.echo(f"Amends listens on http://{host}:{port}")
    waitress.serve(app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=False)


def _refuse_taken(host: str, port: int) -> None:
    """A port in use is told at once; the kept process would only try again and again."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
    except OSError as reason:
        sentence = (
            f"Amends can’t listen on {host}, port {port} ({reason.strerror}). Choose another with --port or --host."
        )
        refuse(Refusal("cannot_listen", sentence))


def _become_supervisor(commands_kept: dict[str, list[str]]) -> None:
    """This process has the whole application in memory, and its watch needs none of it: it becomes a small one."""
    # glibc keeps a heap for each thread, none of which ever shrinks: two are as fast here, and half as large.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    words = [word for name, command in commands_kept.items() for word in (name, *command, "--then")]
    os.execv(sys.executable, [sys.executable, "-m", "app.cli.supervising", *words])  # noqa: S606  (our own module)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
