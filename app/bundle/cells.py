"""What a cell may hold: reads the text of a cell into a value, and writes a value as the bundle's one canonical text.

Dates and times are London's, to the minute; instants of the history are UTC, to the microsecond.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from app.casework.calendar import london, utc_from_london
from app.casework.refusals import Refused

LARGEST_WHOLE = 2_000_000_000


class Unfit(Exception):
    """A cell that can't be read: what is wrong with it, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong, self.right = wrong, right


def shown(text: str) -> str:
    """The beginning of a text in quotation marks, as a screen can show it."""
    kept = "".join(each if each.isprintable() else "�" for each in text[:60])
    return f"“{kept}…”" if len(text) > 60 else f"“{kept}”"


def refuse_garbled(text: str) -> None:
    """Refuses (Unfit) text with bytes that were not UTF-8, and NUL, which no database keeps."""
    if text.isprintable():
        return
    if "\x00" in text:
        raise Unfit("It holds a NUL character.", "Save the file as CSV UTF-8 again.")
    if any("\udc80" <= each <= "\udcff" for each in text):
        read = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        raise Unfit(f"It is not UTF-8; in Windows-1252 it reads {shown(read)}.", "Save the file as CSV UTF-8.")


@lru_cache(50_000)
def read_date(text: str) -> date:
    """`2026-01-09`; any other way of writing a date is refused, because 03/04 means two days."""
    try:
        if len(text) != 10 or text[4] != "-" or text[7] != "-":
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"{shown(text)} is not a date.", "Write year, month, day: 2026-01-09.") from None


@lru_cache(50_000)
def read_time(text: str) -> datetime:
    """`2026-01-09T13:25`, London time, as an aware instant; the hour that March skips is refused."""
    try:
        if len(text) != 16 or text[10] != "T":
            raise ValueError(text)
        return utc_from_london(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise Unfit(f"{shown(text)} is not a time.", "Write it as 2026-01-09T13:25, London time.") from None
    except Refused as refused:
        raise Unfit(refused.refusal.message, "Write the time that the clocks showed.") from None


def read_clock(text: str) -> time:
    """`08:45`, a time of day on the London clock."""
    try:
        if len(text) != 5 or text[2] != ":":
            raise ValueError(text)
        return time.fromisoformat(text)
    except ValueError:
        raise Unfit(f"{shown(text)} is not a time of day.", "Write hours and minutes: 08:45.") from None


def read_instant(text: str) -> datetime:
    """`2026-01-09T13:25:00.000000Z`, UTC."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        right = "Write UTC to the microsecond: 2026-01-09T13:25:00.000000Z."
        raise Unfit(f"{shown(text)} is not an instant.", right) from None


def read_yes_no(text: str) -> bool:
    """`yes` or `no`."""
    if text not in ("yes", "no"):
        raise Unfit(f"{shown(text)} is neither yes nor no.", "Write yes or no, or leave it empty if unknown.")
    return text == "yes"


def read_whole(text: str) -> int:
    """A whole number, digits only."""
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > LARGEST_WHOLE:
        raise Unfit(f"{shown(text)} is not a whole number.", "Write digits only, such as 12.")
    return int(text)


def read_decimal(text: str) -> float:
    """A number with a point: `1.5`."""
    whole, _, part = text.partition(".")
    if not (whole + part).isdigit() or not text.isascii() or len(text) > 12:
        raise Unfit(f"{shown(text)} is not a number.", "Write a number such as 6 or 1.5.")
    return float(text)


def read_list(text: str) -> frozenset[str]:
    """Words with `;` between them, in any order."""
    return frozenset(filter(None, (word.strip() for word in text.split(";"))))


def reader_of_words(words: type[enum.StrEnum]) -> Callable[[str], Any]:
    """A reader that takes the words of `words` and no other."""
    known = {word.value: word for word in words}

    def read(text: str) -> Any:
        try:
            return known[text]
        except KeyError:
            raise Unfit(f"{shown(text)} is not one of its words.", f"Write one of: {', '.join(known)}.") from None

    return read


def reader_of_list(words: type[enum.StrEnum]) -> Callable[[str], frozenset[str]]:
    """A reader of a `;` list whose every word is one of `words`."""
    read_word = reader_of_words(words)

    def read(text: str) -> frozenset[str]:
        return frozenset(str(read_word(word)) for word in read_list(text))

    return read


def reader_of_text(longest: int | None) -> Callable[[str], str]:
    """A reader of text as it stands, of at most `longest` characters."""

    def read(text: str) -> str:
        if longest is not None and len(text) > longest:
            raise Unfit(f"The text has {len(text)} characters.", f"There is room for {longest}.")
        return text

    return read


def written(value: Any) -> str:
    """The canonical text of a value; empty for unknown. Instants are `write_time`'s and `write_instant`'s."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


@lru_cache(50_000)
def write_time(at: datetime) -> str:
    """London time to the minute."""
    return london(at).strftime("%Y-%m-%dT%H:%M").rjust(16, "0")


def write_instant(at: datetime) -> str:
    """UTC to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
