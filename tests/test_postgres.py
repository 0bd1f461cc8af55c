"""The tests' own PostgreSQL server: private, quick to copy, gone afterwards."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.usefixtures("postgres_server")


def test_it_is_reached_by_its_own_socket_alone(postgres_server):
    with psycopg.connect(postgres_server.url("postgres")) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()

    assert listening == ("",)


def test_a_copy_of_a_database_holds_what_the_template_held(postgres_server):
    template = postgres_server.create("copied_from")
    with psycopg.connect(template) as connection:
        connection.execute("CREATE TABLE kept (word text)")

    copy = postgres_server.create("copied_to", template="copied_from")

    with psycopg.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    postgres_server.drop("copied_to")
    postgres_server.drop("copied_from")


def test_stopping_it_ends_its_process_and_removes_its_folder():
    server = postgres.start()

    server.stop()

    assert not server.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server.process.pid, 0)


def test_it_ends_even_when_the_tests_are_killed():
    starting = "from tests import postgres; s = postgres.start(); print(s.process.pid, s.folder, flush=True); input()"
    command = [sys.executable, "-c", starting]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as tests:
        pid, folder = tests.stdout.readline().split()
        tests.kill()

    end = time.monotonic() + 10
    while time.monotonic() < end and Path("/proc", pid).exists():
        time.sleep(0.05)
    assert not Path("/proc", pid).exists()
    shutil.rmtree(folder)
