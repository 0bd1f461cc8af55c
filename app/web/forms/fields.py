"""Fields that several forms share: London dates and times as people type them, and a choice of people by key."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from wtforms import DateField, DateTimeField, DecimalField, IntegerField, SelectField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from app.casework.calendar import london, utc_from_london
from app.casework.people import Person
from app.casework.refusals import Refused
from app.casework.years import AHEAD, why_far_ahead
from app.web.clock import today
from app.web.numbers import number_in

DATES = ["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y"]
TIMES = ["%H:%M", "%I:%M%p", "%I:%M %p", "%H.%M"]
DATES_WITH_TIMES = ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %I:%M%p", "%d/%m/%y %H:%M"]
EARLIEST = 1900
NO_SUCH_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})", re.ASCII)
NO_SUCH_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)


def _is_empty(field: Any, valuelist: list[str]) -> bool:
    """Whether nothing was sent. What was emptied is empty, whatever stood there when the page was drawn."""
    if valuelist and not valuelist[0].strip():
        field.data = None
    return not valuelist or not valuelist[0].strip()


class LondonDate(DateField):
    """A calendar day, typed as dd/mm/yyyy or as ISO; `data` is a date."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=DATES, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no day of a calendar, with an example of what is."""
        if _is_empty(self, valuelist):
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as problem:
            raise ValueError(_no_day(valuelist[0])) from problem
        day: date | None = self.data
        if day is not None and day.year < EARLIEST:
            self.data: Any = None
            raise ValueError(_no_day())


class DayAhead(LondonDate):
    """A day that may lie ahead, by at most so many years: a mistyped year is asked about."""

    def __init__(self, label: str | None = None, validators: Any = None, *, years: int = AHEAD, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.years = years

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no day, and what lies further ahead."""
        super().process_formdata(valuelist)
        stop = why_far_ahead(self.data, today(), years=self.years) if valuelist and self.data else None
        if stop is not None:
            self.data: Any = None
            raise ValueError(stop.message)


class LondonTime(TimeField):
    """A time of day on the London clock, typed as 13:05 or 1:05pm."""

    def __init__(self, label: str | None = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=TIMES, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no time, with an example of what is."""
        if _is_empty(self, valuelist):
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
        if _is_empty(self, valuelist):
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


class WholeNumber(IntegerField):
    """A whole number from `least` to `most`, both included; anything else is one sentence."""

    def __init__(self, label: str, validators: Any = None, *, least: int, most: int, **more: Any) -> None:
        super().__init__(label, validators or [Optional()], **more)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no such number, with the numbers that are."""
        if _is_empty(self, valuelist):
            return
        self.data: Any = number_in(valuelist[0].strip())
        if self.data is None or not self.least <= self.data <= self.most:
            raise ValueError(f"Give a whole number from {self.least} to {self.most}.")


class Amount(DecimalField):
    """A number from 0 to `most` that can have a point."""

    def __init__(self, label: str, *, most: int, **more: Any) -> None:
        super().__init__(label, [Optional()], **more)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses what is no such number, with an example of one."""
        if _is_empty(self, valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data: Any = None
        if self.data is None or not self.data.is_finite() or not 0 <= self.data <= self.most:
            raise ValueError(f"Give a number from 0 to {self.most}, such as 1.5.")


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


def _no_day(typed: str = "") -> str:
    """What would be right; a day that its month does not have is named."""
    example = "Give the date as dd/mm/yyyy, such as 20/11/2026."
    found = NO_SUCH_DAY.fullmatch(typed.strip()) or NO_SUCH_ISO_DAY.fullmatch(typed.strip())
    day, month, year = (int(found[name]) for name in ("day", "month", "year")) if found else (0, 0, 0)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return example
    return f"There is no {day} {month_name[month]} {year + 2000 if year < 100 else year}. {example}"
