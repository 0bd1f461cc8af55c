"""Triage, joining and splitting."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import CONFIDENTIALITY_WORDS, choices
from app.web.forms.incidents import DATES


class TriageForm(FlaskForm):
    """Owner, level and next step."""

    version = HiddenField()
    owner = SelectField("Owner", validators=[InputRequired("Choose who has this case.")])
    confidentiality = RadioField("Who may see it", choices=choices(CONFIDENTIALITY_WORDS), default="standard")
    next_step = StringField("Next step", validators=[Optional(), Length(max=200)])
    next_step_on = DateField("By when", format=DATES, validators=[Optional()])
    because = StringField("Why, if you change who may see it later on", validators=[Optional(), Length(max=300)])


class JoinForm(FlaskForm):
    """Move an incident to another case, or give it one of its own."""

    incident = SelectField("Incident", validators=[InputRequired("Choose the incident.")])
    what = RadioField(
        "What to do",
        choices=choices({"join": "Join it to another case", "split": "Give it a case of its own"}),
        validators=[InputRequired("Choose what to do.")],
    )
    case = StringField("Reference of the other case", validators=[Optional(), Length(max=60)])
    because = StringField("Why", validators=[InputRequired("Say in one line why."), Length(max=300)])
