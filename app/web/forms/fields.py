"""Fields that several forms share: London dates and times as people type them, and a choice of people by key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from wtforms import DateField, DateTimeField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice

from app.casework.calendar import london, utc_from_london
from app.casework.people import Person
from app.casework.refusals import Refused

DATES = ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"]
TIMES = ["%H:%M", "%I:%M%p", "%I:%M %p", "%H.%M"]
DATES_WITH_TIMES = ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %I:%M%p"]
EARLIEST = 1900


class LondonDate(DateField):
    """A calendar day, typed as dd/mm/yyyy or as ISO; `data` is a date."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=DATES, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no day of a calendar, with an example of what is."""
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as problem:
            raise ValueError(_no_day()) from problem
        day: date | None = self.data
        if day is not None and day.year < EARLIEST:
            self.data: date | None = None
            raise ValueError(_no_day())


class LondonTime(TimeField):
    """A time of day on the London clock, typed as 13:05 or 1:05pm."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=TIMES, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no time, with an example of what is."""
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as problem:
            raise ValueError("Give the time on the 24-hour clock, such as 13:05.") from problem


class LondonDateTime(DateTimeField):
    """A London date and time in one field; `data` is an aware UTC instant."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=DATES_WITH_TIMES, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no instant, and the hour that the clocks skip in March."""
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([" ".join(valuelist[0].split())])
        except ValueError as problem:
            raise ValueError("Give day and time as dd/mm/yyyy hh:mm, such as 20/11/2026 13:05.") from problem
        written: Any = self.data
        try:
            self.data: datetime | None = utc_from_london(written)
        except Refused as refused:
            self.data = None
            raise ValueError(refused.refusal.message) from refused

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return london(self.data).strftime(DATES_WITH_TIMES[0]) if isinstance(self.data, datetime) else ""


class PersonChoice(SelectField):
    """A choice of one person, by key. Say who can be chosen with `offer` before the form is validated."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        more.setdefault("choices", [])
        super().__init__(label, validators, **more)

    def offer(self, people: Iterable[Person], *, nobody: str | None = "Choose a person") -> None:
        """The people to choose from, in this order; `nobody`: words of the empty first line, None for no such line."""
        lines = [choice_of(person) for person in people]
        first = [] if nobody is None else [SelectChoice(value="", label=nobody)]
        self.choices = [*first, *lines]


def choice_of(person: Person) -> SelectChoice:
    """A person as one line of a choice: name, and the group of a pupil."""
    group = getattr(person, "registration_group", None)
    return SelectChoice(value=person.key, label=f"{person.display_name}, {group}" if group else person.display_name)


def choices(*lines: tuple[str, str]) -> list[SelectChoice]:
    """`(value, words)` as the choices of a select or of radios."""
    return [SelectChoice(value=value, label=words) for value, words in lines]


def _no_day() -> str:
    return "Give the date as dd/mm/yyyy, such as 20/11/2026."
