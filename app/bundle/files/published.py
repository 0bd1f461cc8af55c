"""What a row of published_reports.csv must be: a report as governors read it, and the one that its row says it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from app.bundle.spec import Fault, Row
from app.casework.reporting import STEPS_TO_PUBLISH
from app.casework.words import ReportStatus
from reports.disclosure import true_counts_in

_HASH = re.compile(r"[0-9a-f]{64}")
_READ_AGAIN = ("exclusions_avoided", "cohort", "actual", "groups")
AS_IT_WAS = "Give the figures as they were published."


def as_published(row: Row) -> dict[str, Any]:
    """Asked for on the day of publication; its PDF is printed by the job process."""
    at = datetime.combine(row["published_on"], time(12), tzinfo=UTC)
    return {"status": ReportStatus.PUBLISHED, "requested_at": at, "steps_done": 0, "steps_all": STEPS_TO_PUBLISH}


def groups_in(snapshot: str | None) -> str:
    """The groups of a snapshot as one text; empty where it has none, or can't be read, which is told elsewhere."""
    parts = _read(snapshot or "")
    groups = parts.get("groups") if parts else None
    return json.dumps(groups, sort_keys=True) if groups else ""


def _read(snapshot: str) -> dict[str, Any] | None:
    try:
        parts = json.loads(snapshot)
    except (ValueError, RecursionError):
        return None
    return parts if isinstance(parts, dict) else None


def _filled(row: Row) -> Iterator[Fault]:
    for name in ("published_on", "snapshot"):
        if row[name] is None:
            yield name, "It is empty.", "A published report has it."


def _hash(row: Row) -> Iterator[Fault]:
    told, snapshot = row["sha256"], row["snapshot"]
    if told is None:
        return
    if not _HASH.fullmatch(told):
        yield "sha256", "This is not a SHA-256.", "Give its 64 hexadecimal figures, or leave it empty."
    elif snapshot is not None and told != hashlib.sha256(snapshot.encode()).hexdigest():
        yield "sha256", "The snapshot beside it has another SHA-256.", AS_IT_WAS


def _snapshot(row: Row) -> Iterator[Fault]:
    """Later reports read the numbers and groups of published ones, so that much must be readable."""
    if row["snapshot"] is None:
        return
    parts = _read(row["snapshot"])
    if parts is None:
        yield "snapshot", "It is not the JSON of a report.", AS_IT_WAS
        return
    for name in _READ_AGAIN:
        if not isinstance(parts.get(name) or {}, dict):
            yield "snapshot", f"Its part {name} can’t be read.", AS_IT_WAS
            return
    yield from _of_this_row(row, parts)
    yield from _groups(parts.get("groups") or {})


def _of_this_row(row: Row, parts: dict[str, Any]) -> Iterator[Fault]:
    term = parts.get("term")
    said = {"term": term.get("name") if isinstance(term, dict) else None, "as_at": parts.get("as_at")}
    for column, told in said.items():
        if told != str(row[column]):
            yield column, f"Its snapshot says {told or 'none'}.", "Give the row and the figures of one report."


def _groups(groups: dict[str, Any]) -> Iterator[Fault]:
    if not all(map(_is_dimension, groups.values())):
        yield "snapshot", "Its part groups can’t be read.", AS_IT_WAS
    elif name := true_counts_in(groups):
        wrong = f"Its groups by {name} are true counts, which point to children."
        yield "snapshot", wrong, "Give the published copy, never the restricted one."


def _is_dimension(rows: Any) -> bool:
    if not isinstance(rows, dict):
        return False
    given = [row for row in rows.values() if row is not None]
    return all(isinstance(row, dict) and all(isinstance(each, int) for each in row.values()) for row in given)


AS_PUBLISHED = (_filled, _hash, _snapshot)
