"""What the machine itself must have: each piece with its reason, how to find it and how to get it.

Read by setup.py before anything is installed; standard library only.
"""

import ctypes
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PANGO_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@dataclass(frozen=True)
class Piece:
    """Something the operating system provides. `parts`: what needs it, of running, checking and testing."""

    name: str
    reason: str
    parts: frozenset[str]
    is_there: Callable[[], bool]
    packages: tuple[str, ...]  # of Debian
    on_ubuntu: str = ""  # how to get it there, where Ubuntu's own package is of no use

    def apt_packages(self) -> tuple[str, ...]:
        """Names to give to apt; none where its package of that name would not work."""
        return () if self.on_ubuntu and is_ubuntu() else self.packages


def how_to_get(missing: Sequence[Piece]) -> str:
    """What the person at the terminal may type for all of them at once, or ask somebody to type who may."""
    ways = [f"{piece.name} on Ubuntu: {piece.on_ubuntu}." for piece in missing if not piece.apt_packages()]
    packages = " ".join(package for piece in missing for package in piece.apt_packages())
    if packages and shutil.which("apt-get") is None:
        ways.append(f"Get what Debian calls: {packages}")
    elif packages:
        ways.append(
            f"{'Get it with: sudo' if shutil.which('sudo') else 'Get it, as root, with:'} apt-get install {packages}"
        )
    return " ".join(ways)


def is_ubuntu() -> bool:
    """True on Ubuntu, whose chromium package only points to a snap."""
    release = Path("/etc/os-release")
    return release.exists() and "\nID=ubuntu" in "\n" + release.read_text(encoding="utf-8")


def has_venv() -> bool:
    """True if this Python can make a virtual environment with pip in it (Debian packs that apart)."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def opens(*libraries: str) -> bool:
    """True if all of these shared libraries can be opened."""
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser() -> str | None:
    """The first browser that really starts; Ubuntu's `chromium-browser` may be a signpost to a snap."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path and answers_its_version(path):
            return path
    return None


def answers_its_version(program: str) -> bool:
    """True if the program starts at all."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def postgresql_folder() -> Path | None:
    """The folder of PostgreSQL's programs: the newest that Debian installed, else where PATH finds initdb."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    on_path = shutil.which("initdb")
    found = newest or (Path(on_path) if on_path else None)
    return found.parent if found else None


PIECES = (
    Piece(
        name="Python's venv module",
        reason="keeps the packages of Amends apart from the system's",
        parts=frozenset({"run", "check", "test"}),
        is_there=has_venv,
        packages=(f"python{sys.version_info.major}.{sys.version_info.minor}-venv",),
    ),
    Piece(
        name="Pango",
        reason="lays out the printed report",
        parts=frozenset({"run", "check", "test"}),
        is_there=lambda: opens(*PANGO_LIBRARIES),
        packages=("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    ),
    Piece(
        name="Chromium",
        reason="the browser tests drive it",
        parts=frozenset({"test"}),
        is_there=lambda: browser() is not None,
        packages=("chromium",),
        on_ubuntu="sudo snap install chromium, or Google Chrome's .deb file",
    ),
    Piece(
        name="libatomic",
        reason="the program that drives the browser is linked with it",
        parts=frozenset({"test"}),
        is_there=lambda: opens("libatomic.so.1"),
        packages=("libatomic1",),
    ),
    Piece(
        name="PostgreSQL",
        reason="the tests start a server of their own",
        parts=frozenset({"test"}),
        is_there=lambda: postgresql_folder() is not None,
        packages=("postgresql",),
    ),
    Piece(
        name="poppler-utils",
        reason="looks into the printed report",
        parts=frozenset({"check", "test"}),
        is_there=lambda: shutil.which("pdftoppm") is not None,
        packages=("poppler-utils",),
    ),
    Piece(
        name="openssl",
        reason="makes the certificate of the mail server that the tests start",
        parts=frozenset({"check", "test"}),
        is_there=lambda: shutil.which("openssl") is not None,
        packages=("openssl",),
    ),
)
