"""Asking for the chronology of a case."""

from __future__ import annotations

from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired

from app.web.forms.incidents import DATES
from app.web.forms.kept import KeptForm


class ChronologyForm(KeptForm):
    """The days, both included, and whether restricted notes are printed."""

    starts_on = DateField("From", format=DATES, validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    ends_on = DateField("To", format=DATES, validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    has_restricted = BooleanField("Print restricted notes too")
