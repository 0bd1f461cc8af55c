"""Triage, joining and splitting."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import CONFIDENTIALITY_WORDS, choices
from app.web.forms.fields import DayAhead
from app.web.forms.kept import KeptForm


class TriageForm(KeptForm):
    """Owner, level and next step."""

    version = HiddenField()
    owner = SelectField("Owner", validators=[InputRequired("Choose who has this case.")])
    confidentiality = RadioField("Who may see it", choices=choices(CONFIDENTIALITY_WORDS), default="standard")
    next_step = StringField("Next step", validators=[Optional(), Length(max=200)])
    next_step_on = DayAhead("By when", validators=[Optional()])
    because = StringField("Why, if you change who may see it", validators=[Optional(), Length(max=300)])


class LevelForm(KeptForm):
    """Who may see the case, and why that changes."""

    confidentiality = RadioField("Who may see it", choices=choices(CONFIDENTIALITY_WORDS))
    because = StringField("Why it changes", validators=[InputRequired("Say in one line why."), Length(max=300)])


class NameForm(KeptForm):
    """Somebody who may see the case from now on."""

    staff = SelectField("Who", validators=[InputRequired("Choose the person.")])
    because = StringField(
        "Why they need to see it", validators=[InputRequired("Say in one line why."), Length(max=300)]
    )


class LiftForm(KeptForm):
    """Lifting a hold; after sexual harm or abuse, with the request of the child who was harmed."""

    hold = RadioField("Which is lifted", validators=[InputRequired("Choose which hold is lifted.")])
    because = StringField("Why it is lifted", validators=[InputRequired("Say in one line why."), Length(max=300)])
    asked_by_harmed_child = BooleanField("The child who was harmed asked for this")
    request = StringField("When, to whom and how they asked", validators=[Optional(), Length(max=300)])


class ClearForm(KeptForm):
    """Returning a case to the ordinary flow after an allegation against staff."""

    because = StringField(
        "Who looked into it, and with what result", validators=[InputRequired("Say in one line why."), Length(max=300)]
    )


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
