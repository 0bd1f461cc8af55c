"""A response in words: how it stands, who took part and how, what else is known of it."""

from __future__ import annotations

from datetime import date, time

from app.casework.calendar import london
from app.casework.gathering import SeenResponse
from app.casework.response import Participant, Response
from app.casework.wording import LEVEL_WORDS, RESPONSE_STATUS_WORDS
from app.casework.words import ParticipationLevel, ResponseStatus
from app.web.due import full_day


def when_of(each: Response | SeenResponse) -> tuple[date, time | None] | None:
    """The day of how it stands, and the time where one is known: held then, planned for then, or declined, stopped or
    cancelled on that day. When it was to be held says nothing of how it ended."""
    at = each.held_at or (each.planned_for if each.status is ResponseStatus.PLANNED else None)
    if at is not None:
        return london(at).date(), london(at).time()
    return (each.ended_on, None) if each.ended_on else None


def lead_of(response: Response, leader: str | None) -> str:
    """How it stands, when, and who leads it."""
    day, time_of_day = when_of(response) or (None, None)
    when = f", {day:%A} {full_day(day)}" if day else ""
    when += f" at {time_of_day:%H:%M}" if time_of_day else ""
    return f"{RESPONSE_STATUS_WORDS[response.status.value]}{when}. {f'Led by {leader}' if leader else 'Nobody leads it yet'}."


def part_taken(row: Participant) -> str:
    """What a person did in it, in words."""
    level = (
        f", {LEVEL_WORDS[row.participation_level.value].lower()}"
        if row.participation_level and row.participation_level is not ParticipationLevel.MEETS
        else ""
    )
    if row.took_part:
        return f"took part{level}."
    if row.declined_by_them:
        return "declined, as anybody may."
    if row.met_alone_on:
        said = {"yes": ", said yes", "no": ", said no", "dont_know": ", is not sure yet"}
        return f"met alone on {full_day(row.met_alone_on)}{said.get(row.willing.value, '') if row.willing else ''}."
    return f"did not take part{level}."


def facts_of(response: Response) -> list[tuple[str, str]]:
    """What else is known of it; nothing is said of what is not."""
    facts = [
        ("Chosen because", response.chosen_because),
        ("What came of it", response.outcome_sentence),
        ("Where", response.place),
        ("What happens without it", response.if_no_conference),
        ("Training accepted because", response.training_override_because),
    ]
    return [(term, words[:1].upper() + words[1:]) for term, words in facts if words]
