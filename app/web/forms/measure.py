"""The day as at which the measure is asked."""

from __future__ import annotations

from wtforms.validators import Optional

from app.web.forms.fields import LondonDate
from app.web.forms.sentences import PlainForm


class AsAtForm(PlainForm):
    """The day; empty means today."""

    as_at = LondonDate("As it stood on", validators=[Optional()])
