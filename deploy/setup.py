"""Makes ready what running or testing needs: system packages, a virtual environment, the locked packages.

Runs before anything is installed, so it uses the standard library only. A second run finds everything in
place and takes a moment. What cannot be installed is said in one line: what is missing, and how to get it.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pieces import PIECES, Piece, how_to_get

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": "runtime", "check": "development", "test": "development"}


def main(arguments: Sequence[str]) -> int:
    """Set up for `run`, `check` or `test`. Returns 0 when all is in place, 1 when something is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=sorted(LOCKS))
    part = parser.parse_args(arguments).part

    wanted = [piece for piece in PIECES if part in piece.parts]
    missing = [piece for piece in wanted if not piece.is_there()]
    if missing:
        install_system_packages(missing)
        missing = [piece for piece in missing if not piece.is_there()]
    if missing:
        named = ", ".join(f"{piece.name} ({piece.reason})" for piece in missing)
        say(f"Missing: {named}. {how_to_get(missing)}")
        return 1
    make_venv()
    return install_locked_packages(part)


def say(sentence: str) -> None:
    """Tell the person at the terminal, at once and in order with what other programs print."""
    print(sentence, flush=True)


def install_system_packages(missing: Iterable[Piece]) -> None:
    """Install what apt offers of the missing pieces, if we may; the caller says what is left."""
    packages = [package for piece in missing for package in piece.apt_packages()]
    prefix = way_to_be_root()
    if not packages or prefix is None or shutil.which("apt-get") is None:
        return
    say("Installing system packages: " + " ".join(packages))
    quiet = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*environment, *quiet, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            say("\n".join((done.stderr or done.stdout).strip().splitlines()[-3:]))


def way_to_be_root() -> list[str] | None:
    """The words to put before a command so that root runs it; None where that would ask for a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True)
    return [sudo, "-n"] if asked.returncode == 0 else None


def make_venv() -> None:
    """Create .venv; make it anew if it belongs to another folder, its Python is gone or too old, or it was left half made."""
    python = VENV / "bin" / "python"
    question = "import sys, pip; print(sys.version_info >= (3, 11), sys.prefix)"
    if python.exists():
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True)
        if answer.stdout.strip() == f"True {VENV}":
            return
    say("Creating the virtual environment .venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install_locked_packages(part: str) -> int:
    """Install the lock file of this part, each package checked by its hash; skip what is in already."""
    if any(is_installed(lock) for lock in dict.fromkeys([LOCKS[part], LOCKS["test"]])):
        return 0
    lock = LOCKS[part]
    say(f"Installing the packages of requirements/{lock}.txt")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    install = [*pip, "install", "--require-hashes", "-r", str(lock_file(lock))]
    done = subprocess.run(install, stdin=subprocess.DEVNULL)
    if done.returncode:
        say(f"Missing: packages of requirements/{lock}.txt. Check that pip reaches its index, then try again.")
        return 1
    stamp(lock).write_text(fingerprint(lock), encoding="ascii")
    return 0


def lock_file(lock: str) -> Path:
    """Where the lock file of that name is."""
    return ROOT / "requirements" / f"{lock}.txt"


def stamp(lock: str) -> Path:
    """The file that remembers which state of the lock file was installed."""
    return VENV / f"installed-{lock}"


def fingerprint(lock: str) -> str:
    """A hash of the lock file as it is now."""
    return hashlib.sha256(lock_file(lock).read_bytes()).hexdigest()


def is_installed(lock: str) -> bool:
    """True if exactly this lock file has been installed into .venv."""
    return stamp(lock).exists() and stamp(lock).read_text(encoding="ascii") == fingerprint(lock)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
