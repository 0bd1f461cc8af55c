"""The filters of the list of cases, and a note on one."""

from __future__ import annotations

from wtforms import BooleanField, DateField, Form, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

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
    """A note; it is never changed, a correction is another note."""

    text = TextAreaField(
        "Add a note",
        validators=[DataRequired("Write the note first."), Length(max=4000, message="Keep it to 4,000 characters.")],
    )
    is_restricted = BooleanField("Restricted")
