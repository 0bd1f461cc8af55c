"""Section 1: are those harmed safer?"""

from __future__ import annotations

from typing import Any

from reports.presentation.blocks import Block, Paragraph, Row, Table, row, shares_table, table
from reports.presentation.words import NONE, Snapshot, number, of, percent


def harmed_blocks(snapshot: Snapshot) -> list[Block]:
    """What was offered to people harmed, what they say since, and whether it happened to them again."""
    harmed = snapshot["harmed"]
    return [Paragraph(_sentence(harmed), lead=True), _offered(harmed), _answers(harmed), _repeats(harmed)]


def _sentence(harmed: dict[str, Any]) -> str:
    if not harmed["people"]:
        return "No person was recorded as harmed in the cases of this term."
    safe = harmed["safe"]
    answered = safe["yes"] + safe["unsure"] + safe["no"]
    asked = (
        f"{of(safe['asked'], harmed['people'])} had a check-in, held or due: {number(answered)} of these answered "
        f"whether they feel safe, and {number(safe['yes'])} said yes."
    )
    return (
        f"{of(harmed['offered'], harmed['people'])} people harmed were offered a say in a response, and "
        f"{of(harmed['told'], harmed['people'])} were told the outcome. "
        + (asked if safe["asked"] else "Nobody has been due a check-in yet.")
    )


def _offered(harmed: dict[str, Any]) -> Table:
    people = harmed["people"]
    return shares_table(
        "People harmed in the cases of this term",
        ["Measure", "People", "Share"],
        [
            row("People harmed", number(people), percent(people, people)),
            row(
                "Offered a say in a restorative response", number(harmed["offered"]), percent(harmed["offered"], people)
            ),
            row("Told the outcome", number(harmed["told"]), percent(harmed["told"], people)),
            row(
                "Had a check-in, held or due",
                number(harmed["safe"]["asked"]),
                percent(harmed["safe"]["asked"], people),
            ),
        ],
        note="A person harmed in two cases counts twice.",
    )


def _answers(harmed: dict[str, Any]) -> Table:
    return table(
        "What people harmed say at check-ins",
        ["Question", "Yes", "Partly or unsure", "No", "No answer yet", "Asked", "Response rate"],
        [
            _answer("Do you feel safe?", harmed["safe"], "unsure"),
            _answer("Has it been put right?", harmed["put_right"], "partly"),
        ],
        note="The last answer of each person in each case. “Asked” are people for whom a check-in has fallen "
        "due or was held. The response rate is answers out of asked, not out of all "
        f"{number(harmed['people'])} people harmed.",
    )


def _answer(question: str, said: dict[str, int], between: str) -> Row:
    answered = said["yes"] + said[between] + said["no"]
    counts = (said["yes"], said[between], said["no"], said["asked"] - answered, said["asked"])
    response = percent(answered, said["asked"])
    return row(
        question, *(number(count) for count in counts), response if response != NONE else of(answered, said["asked"])
    )


def _repeats(harmed: dict[str, Any]) -> Table:
    rows = [
        row(
            f"Within {days} calendar days",
            number(harmed[f"repeat_same_pair_{days}"]),
            number(harmed[f"repeat_same_pair_{days}_of"]),
            percent(harmed[f"repeat_same_pair_{days}"], harmed[f"repeat_same_pair_{days}_of"]),
        )
        for days in (30, 90)
    ]
    return shares_table(
        "Harm by the same person to the same person again",
        ["Period", "Repeated", "Pairs followed", "Share"],
        rows,
        note="A pair is one person who caused harm and one who was harmed, in one incident of this term; it is "
        "followed once the whole 30 or 90 days have passed.",
    )
