"""The chronology of a case on paper: what happened between two days, told as on its page, as PDF/UA-1.

What the reader may see was decided before (`scope`); here restricted notes are left out unless they were asked for.
Render in the job process, never in the web one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.casework.calendar import london, utc_from_london
from app.casework.case import Case
from app.casework.document import Document
from app.casework.gathering import Gathered
from app.casework.lifecycle import STAGE_WORDS
from app.casework.timeline import Change, Told
from app.casework.wording import PERSON_WORDS
from reports.fonts import BASE_URL, FONT_PATH
from reports.printing import print_html

FOLDER = Path(__file__).parent
Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: time, sentence, what is said beneath, reason, changes, and longer texts by their names."""

    at: str
    what: str
    detail: str | None
    because: str | None
    changes: tuple[Change, ...]
    texts: tuple[Said, ...]


@dataclass(slots=True)
class Paper:
    """What the printed page shows."""

    school: str
    reference: str
    days: str
    made: str
    created: str
    stands: str
    restricted: str
    people: list[Said] = field(default_factory=list)
    parts: list[tuple[str, list[Line]]] = field(default_factory=list)


def paper_of(
    case: Case, found: Gathered, told: Iterable[Told], document: Document, *, school: str, reader: str, at: datetime
) -> Paper:
    """The chronology as data; `at` is the London time at which it is made, `reader` the one it is made for."""
    shown = [
        each
        for each in told
        if document.starts_on <= each.on <= document.ends_on and (document.has_restricted or not each.is_restricted)
    ]
    texts = _Texts(found, with_restricted=document.has_restricted)
    return Paper(
        school=school,
        reference=case.reference,
        days=f"{_day(document.starts_on)} to {_day(document.ends_on)}",
        made=f"Made for {reader} on {_day(at.date())} at {at:%H:%M}.",
        created=f"{utc_from_london(at):%Y-%m-%dT%H:%M:%SZ}",
        stands=f"It stands at: {STAGE_WORDS[case.stage].lower()}.",
        restricted="Restricted notes that the reader may see are printed."
        if document.has_restricted
        else "Restricted notes are left out.",
        people=[
            (p.name, _part(p.part.value, p.group or (f"Year {p.nc_year}" if p.nc_year else None))) for p in found.people
        ],
        parts=[
            (f"{day:%A} {_day(day)}", [_line(each, texts) for each in entries])
            for day, entries in groupby(shown, lambda each: each.on)
        ],
    )


def _part(part: str, form: str | None) -> str:
    return f"{form}, {PERSON_WORDS[part]}" if form else PERSON_WORDS[part]


class _Texts:
    """The longer texts that belong to entries: the account of an incident, a note, the answers of a decision."""

    def __init__(self, found: Gathered, *, with_restricted: bool) -> None:
        self.incidents = {i.reference: i for i in found.incidents}
        self.notes: dict[Said, list[str]] = defaultdict(list)
        for note in found.notes:
            if with_restricted or not note.is_restricted:
                self.notes[_minute(note.written_at), note.by].append(note.text)
        self.decisions = {(_minute(d.decided_at), d.pupil): d for d in found.decisions}
        self.said_since = {
            (c.held_on, c.name): c.anything_since for c in found.check_ins if c.held_on and c.anything_since
        }

    def of(self, told: Told) -> tuple[Said, ...]:
        """What to print beneath an entry."""
        at = f"{told.on} {told.at:%H:%M}" if told.at else ""
        match told.kind:
            case "incident" if told.about and told.about[1] in self.incidents and not told.changes:
                words = self.incidents[told.about[1]].what_happened
                return (("What was seen or heard", words),) if words and "logged" in told.what else ()
            case "note":
                waiting = self.notes.get((at, told.who or ""), [])
                return (("Note", waiting.pop(0)),) if waiting else ()
            case "check_in":
                said = [words for (day, name), words in self.said_since.items() if day == told.on and name in told.what]
                return tuple(("Anything since", words) for words in said[:1])
            case "decision":
                return self._decision(told, at)
        return ()

    def _decision(self, told: Told, at: str) -> tuple[Said, ...]:
        found = next((d for (when, pupil), d in self.decisions.items() if when == at and pupil in told.what), None)
        if found is None or "decided" not in told.what:
            return ()
        answers = (
            ("Who was asked", found.who_was_asked),
            ("The reason given", found.reason_given),
            ("What happens next", found.what_next),
        )
        return tuple((term, words or "Not yet explained") for term, words in answers)


def _minute(at: datetime) -> str:
    return f"{london(at):%Y-%m-%d %H:%M}"


def _line(told: Told, texts: _Texts) -> Line:
    written = f"{told.written[:1].upper()}{told.written[1:]}." if told.written else None
    where = f"In case {told.in_case}." if told.in_case else None
    return Line(
        at=f"{told.at:%H:%M}" if told.at else "",
        what=told.what,
        detail=" ".join(filter(None, (written, where, told.detail))) or None,
        because=told.because,
        changes=told.changes,
        texts=texts.of(told),
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def render_html(paper: Paper) -> str:
    """The paper as one complete HTML document for print."""
    css = Markup((FOLDER / "chronology.css").read_text(encoding="utf-8"))  # noqa: S704 our own packaged file
    page = _environment().get_template("chronology.html")
    return page.render(paper=paper, css=css, font_url=BASE_URL + FONT_PATH)


def render_pdf(
    case: Case, found: Gathered, told: Sequence[Told], document: Document, *, school: str, reader: str, at: datetime
) -> bytes:
    """The paper as PDF/UA-1. Raises Unprintable (reports.printing) if the page asked for anything from outside."""
    return print_html(render_html(paper_of(case, found, told, document, school=school, reader=reader, at=at)))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
