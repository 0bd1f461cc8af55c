"""Asking for the chronology of a case."""

from __future__ import annotations

from wtforms import BooleanField
from wtforms.validators import InputRequired

from app.web.forms.fields import LondonDate
from app.web.forms.kept import KeptForm


class ChronologyForm(KeptForm):
    """The days, both included, and whether restricted notes are printed."""

    starts_on = LondonDate("From", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    ends_on = LondonDate("To", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    has_restricted = BooleanField("Print restricted notes too")
