"""The words of every mail: how many of what, and a link. No mail knows a child, a case or its reference (security.md 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.casework.morning import Week
from app.casework.notice import Topic

# One, more than one.
COUNTED: dict[Topic, tuple[str, str]] = {
    Topic.UNSAFE: ("case needs a safeguarding lead now", "cases need a safeguarding lead now"),
    Topic.ASSIGNED: ("thing is yours now", "things are yours now"),
    Topic.TO_DECIDE: ("thing waits for your decision", "things wait for your decision"),
    Topic.DUE: ("thing is due today", "things are due today"),
    Topic.OVERDUE: ("thing is overdue", "things are overdue"),
    Topic.WAITING: ("new case waits for triage", "cases wait for triage"),
    Topic.RESULT: ("result of what you logged", "results of what you logged"),
    Topic.REPORT: ("report is published", "reports are published"),
}
WEEK_LINES = (
    ("new", "opened in the last seven days"),
    ("waiting", "waiting for triage"),
    ("due", "with something due this week"),
    ("overdue", "with something overdue"),
    ("undated", "open without a next date"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words."""

    subject: str
    text: str


def at_once(counts: Mapping[Topic, int], school: str, address: str) -> Written:
    """What has just been given to somebody, or has just come about."""
    found = sum(counts.values())
    subject = "Amends: something new for you" if found == 1 else f"Amends: {found} new things for you"
    return Written(
        subject, _letter(f"New for you in Amends at {school}:", _lines(counts), f"{address}/notices", address)
    )


def daily(counts: Mapping[Topic, int], school: str, address: str) -> Written:
    """What came about since the last mail, and what the day asks for."""
    found = sum(counts.values())
    subject = "Amends today: one thing for you" if found == 1 else f"Amends today: {found} things for you"
    first = f"Today in Amends at {school}:"
    return Written(subject, _letter(first, _lines(counts), f"{address}/notices", address))


def weekly(week: Week, school: str, address: str) -> Written:
    """The counts of a lead's week."""
    counts = [(getattr(week, name), words) for name, words in WEEK_LINES]
    lines = [(number, words) for number, words in counts if number]
    first = f"This week at {school}, of the cases that you see:"
    return Written("Amends: your week", _letter(first, lines, f"{address}/", address))


def _lines(counts: Mapping[Topic, int]) -> list[tuple[int, str]]:
    return [
        (counts[topic], one if counts[topic] == 1 else more)
        for topic, (one, more) in COUNTED.items()
        if counts.get(topic)
    ]


def _letter(first: str, lines: Iterable[tuple[int, str]], href: str, address: str) -> str:
    told = list(lines)
    width = max(len(str(number)) for number, _words in told)
    return "\n".join(
        [
            first,
            "",
            *(f"  {number:>{width}}  {words}" for number, words in told),
            "",
            "Sign in to read more:",
            href,
            "",
            "-- ",
            "Mails from Amends name nobody and tell nothing about a case.",
            "Choose what is mailed to you:",
            f"{address}/me/mail",
            "",
        ]
    )
