"""Triage, joining and splitting."""

from __future__ import annotations

from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import CONFIDENTIALITY_WORDS, choices
from app.web.forms.incidents import DATES
from app.web.forms.kept import KeptForm


class TriageForm(KeptForm):
    """Owner, level and next step."""

    version = HiddenField()
    owner = SelectField("Owner", validators=[InputRequired("Choose who has this case.")])
    confidentiality = RadioField("Who may see it", choices=choices(CONFIDENTIALITY_WORDS), default="standard")
    next_step = StringField("Next step", validators=[Optional(), Length(max=200)])
    next_step_on = DateField("By when", format=DATES, validators=[Optional()])
    because = StringField("Why, if you change who may see it later on", validators=[Optional(), Length(max=300)])


class JoinForm(KeptForm):
    """Move an incident to another case, or give it one of its own."""

    incident = SelectField("Incident", validators=[InputRequired("Choose the incident.")])
    what = RadioField(
        "What to do",
        choices=choices({"join": "Join it to another case", "split": "Give it a case of its own"}),
        validators=[InputRequired("Choose what to do.")],
    )
    case = StringField("Reference of the other case", validators=[Optional(), Length(max=60)])
    because = StringField("Why", validators=[InputRequired("Say in one line why."), Length(max=300)])


class LiftForm(KeptForm):
    """Lifting a hold."""

    because = StringField("Why it is lifted", validators=[Optional(), Length(max=300)])
    asked_by_harmed_child = BooleanField("The child who was harmed asked for this")
