"""The filters of the list of cases, and the note on a case."""

from __future__ import annotations

from wtforms import DateField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.casework.lifecycle import STAGE_WORDS
from app.web.forms.choices import listed
from app.web.forms.incidents import DATES
from app.web.forms.kept import KeptForm


class CaseFilters(Form):
    """Every filter is optional and kept in the address."""

    stage = SelectField(
        "Stage",
        choices=listed([("open", "Open"), *((s.value, w) for s, w in STAGE_WORDS.items())], blank="Any"),
        default="",
    )
    owner = SelectField("Owner", choices=listed([("me", "Me"), ("nobody", "Nobody yet")], blank="Anybody"), default="")
    nc_year = StringField("Year", validators=[Optional()])
    category = SelectField("Kind of thing", validate_choice=False)
    since = DateField("From", format=DATES, validators=[Optional()])
    until = DateField("To", format=DATES, validators=[Optional()])


class NoteForm(KeptForm):
    """A note on a case."""

    text = TextAreaField("Add a note")
