"""The words of law of each nation: what an exclusion is called, and who reads the report.

Suspension and permanent exclusion are England's words. Wales, Scotland and Northern Ireland use others
(statutory.md 1); each of them becomes one more pack here, and no other file of the report changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Noun:
    """A countable word: "1 suspension", "3 suspensions"."""

    one: str
    many: str


@dataclass(frozen=True)
class Terms:
    """One nation's words. `lines` names the nine lines of `actual` in the order of figures.md 4; `national_cautions` are
    printed beside the national rate (statutory.md 0 and 3), each in reports as at its day or later, and empty where no
    national rates are stored."""

    nation: str
    suspension: Noun
    permanent_exclusion: Noun
    audience: str
    lines: Mapping[str, str]
    sanctions: Mapping[str, str]
    national_cautions: tuple[tuple[str, str], ...]


ENGLAND = Terms(
    nation="England",
    suspension=Noun("suspension", "suspensions"),
    permanent_exclusion=Noun("permanent exclusion", "permanent exclusions"),
    audience="governing board",
    lines={
        "suspensions": "Suspensions",
        "permanent_exclusions": "Permanent exclusions",
        "internal_removal": "Internal removal",
        "reduced_timetable": "Reduced timetable",
        "off_site_direction": "Off-site direction",
        "managed_move": "Managed move",
        "safeguarding_separation": "Safeguarding separation",
        "removal_from_roll": "Removal from roll",
        "sent_home": "Sent home, not recorded as a suspension",
    },
    sanctions={"suspensions": "Suspensions", "permanent_exclusions": "Permanent exclusions"},
    national_cautions=(
        (
            "2026-05-01",
            "National figures up to 2024-25 by free school meals or by reason do not compare with counts after May "
            "2026: the list of reasons was lengthened then, and from September 2026 more pupils count as eligible "
            "for free school meals.",
        ),
        (
            "",
            "The Department’s own releases divide by different rolls, so the same term can be given two rates. Its terms "
            "end at the end of December and at Easter; the school’s own dates differ by days.",
        ),
    ),
)

PACKS = {"england": ENGLAND}


class UnknownNation(ValueError):
    """There are no words yet for this nation; printing England's would be wrong in law."""


def terms_for(nation: str) -> Terms:
    """The term pack of a nation, whatever its capitals; raises UnknownNation where there is none yet."""
    pack = PACKS.get(nation.strip().casefold())
    if pack is None:
        known = ", ".join(sorted(p.nation for p in PACKS.values()))
        raise UnknownNation(f"There are no words for reports in “{nation}” yet; there are for: {known}.")
    return pack
