"""A note on a case."""

from __future__ import annotations

from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.web.forms.kept import KeptForm


class NoteForm(KeptForm):
    """A note; it is never changed, a correction is another note."""

    text = TextAreaField(
        "Add a note",
        validators=[DataRequired("Write the note first."), Length(max=4000, message="Keep it to 4,000 characters.")],
    )
    is_restricted = BooleanField("Restricted")
