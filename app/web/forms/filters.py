"""Fields of filters: each is optional, kept in the address, and says at the field what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from app.web.forms.choices import listed
from app.web.forms.fields import LondonDate
from app.web.forms.sentences import PlainForm

LATEST = 2100
LONGEST = 80
# What no keyboard types and no page may show again.
NO_LETTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Choice(SelectField):
    """One of a list, or nothing."""

    def __init__(self, label: str, pairs: Iterable[tuple[str, str]] = (), *, blank: str = "Any", **more: Any) -> None:
        super().__init__(label, choices=listed(pairs, blank=blank), default="", **more)
        self.blank = blank

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """What can be chosen, where that is known only now."""
        self.choices = listed(pairs, blank=self.blank)

    def pre_validate(self, form: object) -> None:
        """Refuses a value that is not in the list; an address can hold anything."""
        if self.data not in [choice.value for choice in self.choices]:
            raise ValidationError("There is no such choice in this list. Choose one that is in it.")

    @property
    def words(self) -> str:
        """The chosen line as people read it."""
        return next((str(choice.label) for choice in self.choices if choice.value == self.data), "")


class Words(StringField):
    """A few words to look for."""

    def __init__(self, label: str, **more: Any) -> None:
        too_long = Length(max=LONGEST, message=f"Use at most {LONGEST} letters.")
        super().__init__(label, validators=[Optional(), too_long], filters=[_tidy], default="", **more)

    @property
    def words(self) -> str:
        """What was typed."""
        return f"“{self.data}”"


class Day(LondonDate):
    """A day, typed as dd/mm/yyyy."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, validators=[Optional(), _not_too_late], **more)

    @property
    def words(self) -> str:
        """The day as it was typed."""
        return f"{self.label.text.lower()} {self.data:%d/%m/%Y}"


class Filters(PlainForm):
    """The filters of one list. They are read from the address, and validated before anything is looked up."""

    def __init__(self, address: MultiDict[str, str]) -> None:
        typed = ((name, NO_LETTERS.sub(" ", value)) for name, value in address.items())
        super().__init__(MultiDict((name, value) for name, value in typed if value.strip()))
        for field in self:  # a page may hold a form of its own with a field of the same name
            field.id = field.label.field_id = f"filter-{field.name}"

    @property
    def in_use(self) -> list[tuple[str, str]]:
        """Name and words of each filter that is set."""
        return [(field.name, field.words) for field in self if field.data and field.name != "sort"]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Everything that belongs into the address again."""
        return [
            (field.name, field._value() if hasattr(field, "_value") else field.data) for field in self if field.data
        ]

    def check_dates(self) -> bool:
        """Whether `since` is not after `until`; says it at the field otherwise."""
        since, until = self["since"], self["until"]
        if since.data and until.data and until.data < since.data:
            until.errors = [*until.errors, "It ends before it begins. Give a later day, or leave one of them empty."]
            return False
        return True

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything can be looked for."""
        is_valid: bool = super().validate(extra_validators)
        return self.check_dates() and is_valid if "since" in self._fields else is_valid


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _not_too_late(_form: object, field: Any) -> None:
    if field.data and field.data.year > LATEST:
        field.data = None
        raise ValidationError("Give the date as dd/mm/yyyy, such as 20/11/2026.")
