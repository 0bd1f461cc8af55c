"""The project's own files, for the guards that read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("app", "reports", "bench", "docs", "deploy", "tests")
LEFT_BEHIND = {"__pycache__", ".venv", ".git"}


def files(*folders: str, ending: str = ".py") -> list[Path]:
    """Every file with this ending in these folders, in order."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(f"*{ending}"))
    return sorted(path for path in found if not LEFT_BEHIND & set(path.parts))


@cache
def versioned() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, whoever the folder belongs to."""
    trusting = ["git", "-c", f"safe.directory={ROOT}"]
    listing = [*trusting, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = (ROOT / name for name in done.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def text_of(path: Path) -> str:
    """The text of a file; empty for a picture or a font."""
    raw = path.read_bytes()
    return "" if b"\0" in raw else raw.decode("utf-8", errors="replace")


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def named(path: Path) -> str:
    """The file as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function, inner ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
