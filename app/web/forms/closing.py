"""Telling those harmed, closing and reopening."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import CLOSING_WORDS, choices
from app.web.forms.kept import KeptForm


class CloseForm(KeptForm):
    """Why it closes, what was done where somebody does not feel safe, and whether each person harmed was told."""

    version = HiddenField()
    closing_reason = RadioField(
        "How it ended", choices=choices(CLOSING_WORDS), validators=[InputRequired("Choose how it ended.")]
    )
    made_safe = StringField("What was done for whoever does not feel safe", validators=[Length(max=300)])
    told_now = SelectMultipleField("Who has been told how it ended")
    not_told_because = StringField("If somebody was not told, why", validators=[Optional(), Length(max=300)])


class ToldForm(KeptForm):
    """Whether somebody who was named later was told, or why not."""

    version = HiddenField()
    told_now = SelectMultipleField("Who has been told")
    not_told_because = StringField("If somebody was not told, why", validators=[Optional(), Length(max=300)])


class ReopenForm(KeptForm):
    """Why it is opened again."""

    because = StringField("Why it is opened again", validators=[InputRequired("Say in one line why."), Length(max=300)])
