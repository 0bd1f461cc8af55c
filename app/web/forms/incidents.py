"""The form that logs an incident, and the one that amends it."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import PART_WORDS, choices, listed
from app.web.forms.kept import KeptForm

DATES = ["%d/%m/%Y", "%Y-%m-%d"]
TIMES = ["%H:%M", "%I:%M%p"]
SEVERITIES = [("1", "1 Minor"), ("2", "2 Some harm"), ("3", "3 Serious"), ("4", "4 Very serious")]
RESPONSES_NOW = [
    ("none", "Not yet"),
    ("affective_statement", "An affective statement"),
    ("met_on_the_spot", "Met on the spot, and done"),
]


class PersonRow(Form):
    """One person and their part."""

    person = HiddenField()
    role = RadioField("Their part", choices=choices(PART_WORDS), default="not_yet_clear")


class StoryForm(KeptForm):
    """What happened, when and where."""

    occurred_on = DateField(
        "Day", format=DATES, validators=[InputRequired("Give the day as dd/mm/yyyy, such as 09/01/2026.")]
    )
    occurred_time = TimeField(
        "Time", format=TIMES, validators=[InputRequired("Give the time as hh:mm, such as 13:25.")]
    )
    category = RadioField("What kind of thing", validators=[InputRequired("Choose the nearest kind.")])
    severity = RadioField(
        "How serious", choices=listed(SEVERITIES), default="1", validators=[InputRequired("Choose how serious it was.")]
    )
    location = StringField("Where", validators=[Optional(), Length(max=120)])
    lesson = StringField("Lesson or period", validators=[Optional(), Length(max=60)])
    tags = StringField("Tags", validators=[Optional(), Length(max=120)])
    what_happened = TextAreaField("What was seen or heard", validators=[Optional(), Length(max=4000)])
    immediate_action = StringField("What was done at once", validators=[Optional(), Length(max=400)])
    injuries = StringField("Injuries or damage", validators=[Optional(), Length(max=400)])
    physical_intervention = BooleanField("Somebody was held or moved by an adult")
    anyone_unsafe = BooleanField("Somebody is hurt or not safe now")


class IncidentForm(StoryForm):
    """Logging: the story, the people, and the response that was used at once."""

    people = FieldList(FormField(PersonRow))
    find_person = StringField("Find somebody", validators=[Optional(), Length(max=80)])
    response_now = RadioField("Response used now", choices=listed(RESPONSES_NOW), default="none")


class AmendForm(StoryForm):
    """Amending: the same story, with the reason."""

    version = HiddenField()
    because = StringField("Why it is amended", validators=[InputRequired("Say in one line why."), Length(max=300)])
