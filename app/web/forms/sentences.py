"""What a form says of a value that it can't take, in our own words: what would be right, never the library's."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Form

WORDS = {
    "Not a valid choice.": "Choose one of those that are offered.",
    "'%(value)s' is not a valid choice for this field.": "Choose only from those that are offered.",
    "'%(value)s' are not valid choices for this field.": "Choose only from those that are offered.",
    "Invalid Choice: could not coerce.": "Choose one of those that are offered.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Choose only from those that are offered.",
    "Field cannot be longer than %(max)d character.": "This is too long: give one character.",
    "Field cannot be longer than %(max)d characters.": "This is too long: keep to %(max)d characters.",
    "Field must be at least %(min)d character long.": "Give at least one character.",
    "Field must be at least %(min)d characters long.": "Give at least %(min)d characters.",
    "Field must be between %(min)d and %(max)d characters long.": "Give %(min)d to %(max)d characters.",
    "This field is required.": "Fill this in.",
    "Invalid input.": "This can’t be taken. Look at it again.",
}


class Sentences:
    """The words as the form library asks for them."""

    def gettext(self, words: str) -> str:
        """Our sentence for one of the library's."""
        return WORDS.get(words, words)

    def ngettext(self, one: str, several: str, number: int) -> str:
        """The same where the library counts."""
        return self.gettext(one if number == 1 else several)


SENTENCES = Sentences()


class InOurWords:
    """Part of a form's `Meta`: its errors are said in our words."""

    def get_translations(self, _form: Any) -> Sentences:
        """Where the library asks for its sentences."""
        return SENTENCES


class PlainForm(Form):
    """A row of a list, or a form that only asks: nothing to protect and nothing to keep."""

    class Meta(InOurWords):
        """Our sentences."""


class GuardedForm(FlaskForm):
    """A form with its token."""

    class Meta(InOurWords, FlaskForm.Meta):
        """Our sentences."""
