"""A case's history as its page shows it: sentences by day, the kinds to filter by, links to what each is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.casework import scope
from app.casework.gathering import Gathered
from app.casework.staff import StaffMember
from app.casework.timeline import KINDS, Change, Told
from app.db import db
from app.web.access import me
from app.web.due import full_day

__all__ = ["KINDS", "Entry", "entries_of", "kinds_nav", "staff_names"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, as the component takes it."""

    day: str
    at_words: str
    kind: str
    who: str
    what: str
    detail: str | None
    because: str | None
    changes: tuple[Change, ...]
    href: str | None
    restricted: bool


def entries_of(
    told: Iterable[Told],
    found: Gathered,
    *,
    kind: str | None = None,
    newest_first: bool = False,
    with_links: bool = True,
) -> list[Entry]:
    """The entries of one kind, or of all; days and what happened in a day in the same order."""
    links = _links(found) if with_links else {}
    made = [_entry(each, links) for each in told if kind is None or each.kind == kind]
    return made[::-1] if newest_first else made


def kinds_nav(
    told: Iterable[Told], address: str, kind: str | None, *, newest_first: bool
) -> list[tuple[str, str, bool]]:
    """The filters that would find something on this case: (words, address, whether it is the one in force)."""
    there = {each.kind for each in told}
    order = "&order=newest" if newest_first else ""
    first = ("Everything", f"{address}{'?order=newest' if newest_first else ''}#timeline", kind is None)
    found = [
        (words, f"{address}?kind={key}{order}#timeline", kind == key) for key, words in KINDS.items() if key in there
    ]
    return [first, *found] if len(found) > 1 else []


def _links(found: Gathered) -> dict[tuple[str, str], str]:
    links = {("incident", i.reference): f"/incidents/{i.reference}" for i in found.incidents}
    links |= {("response", r.reference): f"/responses/{r.id}" for r in found.responses}
    links |= {("agreement", a.reference): f"/agreements/{a.id}" for a in found.agreements}
    return links | {("note", ""): "#notes", ("restricted", "note"): "#notes"}


def _entry(told: Told, links: dict[tuple[str, str], str]) -> Entry:
    return Entry(
        day=f"{told.on:%A} {full_day(told.on)}",
        at_words=f"{told.at:%H:%M}" if told.at else "",
        kind=told.kind,
        who=_who_and_where(told),
        what=told.what,
        detail=told.detail,
        because=told.because,
        changes=told.changes,
        href=links.get(told.about) if told.about else None,
        restricted=told.is_restricted,
    )


def _who_and_where(told: Told) -> str:
    """Whatever the sentence does not say: who wrote it down and when, and in which case where that was another one."""
    by = f"by {told.who}" if told.who and told.who not in told.what else ""
    written = " ".join(filter(None, (told.written or ("written down" if by else ""), by)))
    return ", ".join(filter(None, (written, f"in case {told.in_case}" if told.in_case else "")))


def staff_names(ids: set[int | None]) -> dict[int, str]:
    """Names of members of staff by id; one statement."""
    wanted = sorted(i for i in ids if i is not None)
    found = (
        scope.visible_staff(me())
        .with_only_columns(StaffMember.id, StaffMember.display_name)
        .where(StaffMember.id.in_(wanted))
    )
    return {row[0]: row[1] for row in db.session.execute(found)}
