"""Setup tells, in one line, what it cannot install and how to get it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_what_cannot_be_installed_is_said_in_one_line(tmp_path):
    os.symlink("/usr/bin/env", tmp_path / "env")
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho nothing to be had >&2; exit 100\n")
    apt.chmod(0o755)

    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "setup.py", "check"],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1] == (
        "Missing: poppler-utils (looks into the printed report), openssl (makes the certificate of the mail server that "
        "the tests start). Get it, as root, with: apt-get install poppler-utils openssl"
    )


def test_a_machine_without_apt_is_told_what_to_look_for(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "setup.py", "check"],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stdout.endswith("Get what Debian calls: poppler-utils openssl\n")
