"""The day as at which the measure is asked."""

from __future__ import annotations

from wtforms import DateField, Form
from wtforms.validators import Optional

from app.web.forms.incidents import DATES


class AsAtForm(Form):
    """The day; empty means today."""

    as_at = DateField("As it stood on", format=DATES, validators=[Optional()])
