"""The names of a school, ranked while somebody types: any part of any name, in any order, with a slip of the finger;
forms, years and jobs as well.

Each distinct word of a name is kept once, with the people who bear it. A typed word is compared with these words only
(exactly, as a beginning, and by rapidfuzz as a slip), so that twenty thousand people cost a few milliseconds.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from rapidfuzz import fuzz, process

from app.casework.people import PersonKind, folded

EXACT, BEGINNING, SLIP = 100.0, 90.0, 0.85
LEAST_ALIKE, LEAST_ALIKE_JOINED = 75, 80
# Where somebody bears the very name, those whose name is only like it are left out.
MUCH_WORSE = 24.0
SHORTEST_SLIP, MOST_SLIPS = 3, 60
SLIPPED_BEGINNINGS = range(4, 8)
LEFT, RECENT, OWN_GROUP, OWN_YEAR = -20.0, 12.0, 6.0, 2.0
# Most of those who are looked for are pupils, then staff.
OF_KIND = {PersonKind.PUPIL: 0.0, PersonKind.STAFF: -1.0, PersonKind.OTHER: -3.0}
_YEAR = re.compile(r"\b(?:year|yr|y)\s*(\d{1,2}|r|n)\b")
_SPACED_GROUP = re.compile(r"\b(\d{1,2})\s+([a-z]{1,3})\b")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as the index knows them. `every_name`: legal and preferred, folded; `until`: the last day at school."""

    id: int
    key: str
    kind: PersonKind
    name: str
    every_name: str
    sort_name: str
    group: str | None = None
    year: str | None = None
    until: date | None = None
    job: str | None = None

    @property
    def about(self) -> str:
        """What tells two people of one name apart: the form, the job."""
        if self.kind is PersonKind.PUPIL:
            return self.group or (f"Year {self.year}" if self.year else "pupil")
        return (self.job or "member of staff") if self.kind is PersonKind.STAFF else "adult from outside"

    def has_left(self, on: date) -> bool:
        """Whether they are not at the school any more on that day."""
        return self.until is not None and self.until < on


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is looking, and on which day: whom they named lately (the latest first), their own group and years, and who
    does not exist for them."""

    on: date
    recent: Mapping[int, int]
    group: str | None = None
    years: frozenset[str] = frozenset()
    hidden: Collection[int] = ()

    def closeness(self, person: Named) -> float:
        """How much likelier the reader means this person, on the scale of the score."""
        near = (LEFT if person.has_left(self.on) else 0.0) + OF_KIND[person.kind]
        if person.id in self.recent:
            near += max(RECENT - 0.4 * self.recent[person.id], OWN_YEAR)
        if person.group is not None and person.group == self.group:
            return near + OWN_GROUP
        return near + (OWN_YEAR if person.year in self.years else 0.0)


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found, and how well the words fit: 100 is every word exactly."""

    person: Named
    score: float
    is_exact: bool


def _as_searched(text: str) -> str:
    """Folded once more only where a name was stored before a letter could be folded: this runs for everybody."""
    return text if text.isascii() and text.replace(" ", "").isalnum() else folded(text)


class NameIndex:
    """One school's people. It is made anew when anybody changes, and never changes itself."""

    def __init__(self, people: Iterable[Named]) -> None:
        self.people = list(people)
        found: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, person in enumerate(self.people):
            for word in dict.fromkeys(self._words_of(person)):
                found[word].append(place)
        # A slip is looked for among names alone: a job has common words, and nobody mistypes into one.
        self.names = sorted(word for word in found if word.isalpha())
        for place, person in enumerate(self.people):
            for word in folded(person.job or "").split():
                found[word].append(place)
        self.words = sorted(found)
        self.bearers = dict(found)
        self.joined = [_as_searched(person.every_name).replace(" ", "") for person in self.people]
        self.place_of = {person.id: place for place, person in enumerate(self.people)}
        self.groups: defaultdict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(self.people):
            if person.group:
                self.groups[person.group].append(place)

    @staticmethod
    def _words_of(person: Named) -> list[str]:
        group = _as_searched((person.group or "").lower())
        return [
            *_as_searched(person.every_name).split(),
            *group.split(),
            *([group.replace(" ", "")] if " " in group else []),
        ]

    def ranked(
        self, typed: str, reader: Reader, *, most: int, kinds: Collection[PersonKind] = tuple(PersonKind)
    ) -> list[Hit]:
        """The best `most` for what was typed. Nothing typed: those near the reader, nearest first."""
        words, year = self._understood(typed)
        if words:
            places = self._bearing_all(words) or self._alike_as_a_whole("".join(words))
        elif year is not None:
            places = {place: EXACT for place, person in enumerate(self.people) if person.year == year}
        else:
            places = dict.fromkeys(self._near(reader), 0.0)
        enough = max(places.values(), default=0.0) - MUCH_WORSE
        hits = [
            Hit(person, score + reader.closeness(person), score >= EXACT)
            for place, score in places.items()
            if score >= enough
            and (person := self.people[place]).id not in reader.hidden
            and person.kind in kinds
            and (year is None or person.year == year)
        ]
        return nsmallest(most, hits, key=lambda hit: (-hit.score, hit.person.sort_name, hit.person.id))

    def _near(self, reader: Reader) -> set[int]:
        recent = {self.place_of[each] for each in reader.recent if each in self.place_of}
        return recent | set(self.groups.get(reader.group or "", ()))

    def _understood(self, typed: str) -> tuple[list[str], str | None]:
        """The words to look for, and the year if one was named (`y8`, `year 8`); `7 c` is the group 7C."""
        text = folded(typed)
        found = _YEAR.search(text)
        year = found[1].upper() if found else None
        text = _YEAR.sub(" ", text)
        text = _SPACED_GROUP.sub(lambda m: m[1] + m[2] if m[1] + m[2] in self.bearers else m[0], text)
        return text.split()[:6], year

    def _bearing_all(self, words: list[str]) -> dict[int, float]:
        """Places of those in whose names each word is found, with the average of how well."""
        kept: dict[int, float] | None = None
        for word in words:
            scores = self._scores_of(word)
            if kept is None:
                kept = scores
            else:
                kept = {place: total + scores[place] for place, total in kept.items() if place in scores}
            if not kept:
                return {}
        return {place: total / len(words) for place, total in (kept or {}).items()}

    def _scores_of(self, word: str) -> dict[int, float]:
        """Places by the best fit of one typed word with any word of a name."""
        fits: dict[str, float] = {}
        for name, fit in self._slips(word) if len(word) >= SHORTEST_SLIP and word.isalpha() else ():
            fits[name] = max(fit, fits.get(name, 0.0))
        start = bisect_left(self.words, word)
        scores: dict[int, float] = {}
        for place in range(start, len(self.words)):
            name = self.words[place]
            if not name.startswith(word):
                break
            fits[name] = EXACT if name == word else BEGINNING + 9 * len(word) / len(name)
        for name, fit in fits.items():
            for bearer in self.bearers[name]:
                if fit > scores.get(bearer, 0.0):
                    scores[bearer] = fit
        return scores

    def _slips(self, word: str) -> Iterable[tuple[str, float]]:
        """Words of names that are nearly the typed one, or begin with nearly it (`kata` for Catarina)."""
        alike = process.extract(word, self.names, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_SLIPS)
        yield from ((name, score * SLIP) for name, score, _place in alike)
        if len(word) in SLIPPED_BEGINNINGS:
            begun = [name[: len(word)] for name in self.names]
            alike = process.extract(word, begun, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_SLIPS)
            yield from ((self.names[place], score * SLIP - 8) for _name, score, place in alike)

    def _alike_as_a_whole(self, typed: str) -> dict[int, float]:
        """Names that are nearly what was typed once all spaces are gone: `o neil`, `maryann`."""
        if len(typed) <= SHORTEST_SLIP:
            return {}
        alike = process.extract(
            typed, self.joined, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE_JOINED, limit=MOST_SLIPS
        )
        return {place: score * SLIP for _name, score, place in alike}
