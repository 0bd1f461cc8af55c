"""The form that logs an incident, and the one that amends it."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from app.casework.at_once import DONE_AT_ONCE, PREJUDICE, TAGS
from app.casework.on_the_spot import ASKED_WHO_CAUSED, ASKED_WHO_WAS_HARMED
from app.web.forms.choices import PART_WORDS, choices, listed
from app.web.forms.fields import DayAhead, LondonDate, LondonTime
from app.web.forms.kept import KeptForm
from app.web.forms.sentences import PlainForm

SEVERITIES = {"1": "Minor", "2": "Some harm", "3": "Serious", "4": "Very serious"}
NOT_YET, STATEMENT, QUESTIONS, CONFERENCE = (
    "none",
    "affective_statement",
    "affective_questions",
    "impromptu_conference",
)
RESPONSES_NOW = {
    NOT_YET: "Nothing yet: pass it on",
    STATEMENT: "An affective statement",
    QUESTIONS: "Affective questions",
    CONFERENCE: "A small conference",
}
CALM = {"yes": "Yes, and we talked", "later_today": "Not yet: later today", "tomorrow": "Not yet: tomorrow"}
REPEATED = {"no": "No", "yes": "Yes", "dont_know": "Don’t know"}


class NeededUnless:
    """Refuses an empty field unless one of these responses was used at once: its record needs less."""

    def __init__(self, message: str, *responses: str) -> None:
        self.message, self.responses = message, responses

    def __call__(self, form: Any, field: Any) -> None:
        """Stops quietly where the field may stay empty."""
        if not field.data:
            field.errors[:] = []
            raise StopValidation(*([] if form.response_now.data in self.responses else [self.message]))


class MayStayEmpty:
    """Nothing chosen is fine as to form; whether it is needed, casework knows."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Stops where nothing was chosen."""
        if not field.data:
            field.errors[:] = []
            raise StopValidation()


class PersonRow(PlainForm):
    """One person and their part; took part and undertook, if a response was held at once."""

    person = HiddenField()
    role = RadioField("Their part", choices=choices(PART_WORDS), default="not_yet_clear")
    took_part = BooleanField("Took part")
    will = StringField("What they will do", validators=[Optional(), Length(max=300)])


class LineRow(PlainForm):
    """A line of a pasted list that several people may be meant by."""

    text = HiddenField()
    person = RadioField("Who is meant", choices=[], validate_choice=False)


class StoryForm(KeptForm):
    """What happened, when and where, and who was part of it."""

    people = FieldList(FormField(PersonRow))
    find_person = StringField("Find somebody", validators=[Length(max=80)])
    pasted = TextAreaField("Names, one a line", validators=[Length(max=4000)])
    lines = FieldList(FormField(LineRow))
    form_list = SelectField("A whole form", choices=[], validate_choice=False)
    occurred_on = LondonDate("Day", [InputRequired("Give the day as dd/mm/yyyy, such as 09/01/2026.")])
    occurred_time = LondonTime("Time", [InputRequired("Give the time as hh:mm, such as 13:25.")])
    category = RadioField("What kind of thing?", validators=[InputRequired("Choose the nearest kind.")])
    severity = RadioField(
        "How serious?", choices=choices(SEVERITIES), validators=[InputRequired("Choose how serious it was.")]
    )
    location = StringField("Place", validators=[Optional(), Length(max=120)])
    lesson = SelectField("Lesson", choices=[], validate_choice=False, validators=[Optional(), Length(max=60)])
    tags = SelectMultipleField("Was any of this part of it?", choices=choices(TAGS), validate_choice=False)
    prejudice = SelectMultipleField("About what?", choices=choices(PREJUDICE))
    what_happened = TextAreaField("What was seen or heard", validators=[Optional(), Length(max=4000)])
    done_at_once = SelectMultipleField("What was done at once?", choices=choices(DONE_AT_ONCE))
    immediate_action = StringField("Anything else that was done", validators=[Optional(), Length(max=400)])
    injuries = StringField("Injuries or damage", validators=[Optional(), Length(max=400)])
    physical_intervention = BooleanField("Somebody was held or moved by an adult")
    anyone_unsafe = BooleanField("Somebody is hurt or not safe now")


class IncidentForm(StoryForm):
    """Logging: the story, and the response that was used at once."""

    category = RadioField("What kind of thing?", validators=[NeededUnless("Choose the nearest kind.", STATEMENT)])
    severity = RadioField(
        "How serious?",
        choices=choices(SEVERITIES),
        validators=[NeededUnless("Choose how serious it was.", STATEMENT, QUESTIONS, CONFERENCE)],
    )
    response_now = RadioField("What did you do about it?", choices=choices(RESPONSES_NOW), default=NOT_YET)
    words = TextAreaField("Its words", validators=[Optional(), Length(max=1000)])
    calm_enough = RadioField("Was everyone calm enough to talk?", choices=choices(CALM), validators=[MayStayEmpty()])
    is_repeated = RadioField(
        "Is it repeated, or is one side stronger or afraid?", choices=choices(REPEATED), validators=[MayStayEmpty()]
    )
    asked = SelectMultipleField("What was asked?", choices=choices({**ASKED_WHO_CAUSED, **ASKED_WHO_WAS_HARMED}))
    outcome_sentence = StringField("What came of it, in a sentence", validators=[Optional(), Length(max=300)])
    due_on = DayAhead("To be done by", [Optional()])
    check_in_on = DayAhead("Look again on", [Optional()])
    held_on = LondonDate("Day", [Optional()])
    held_time = LondonTime("Time", [Optional()])


class AmendForm(StoryForm):
    """Amending: the same story, with the reason."""

    version = HiddenField()
    because = StringField("Why it is amended", validators=[InputRequired("Say in one line why."), Length(max=300)])


def offer_categories(form: Any, words: list[str], *, at_first: int) -> None:
    """The kinds to choose from, those that come first as tiles; `form.category_tiles` says how many they are."""
    form.category.choices = listed((word, word.replace("_", " ").capitalize()) for word in words)
    form.category_tiles = at_first
