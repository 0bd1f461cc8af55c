"""Asking for a report, and publishing it."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.fields import LondonDate
from app.web.forms.kept import KeptForm


class ReportForm(KeptForm):
    """Term, day, and what else changed this year."""

    term = SelectField("Term", validators=[InputRequired("Choose the term.")])
    as_at = LondonDate("As it stands on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    commentary = TextAreaField("What else changed this year", validators=[Optional(), Length(max=2000)])


class PublishForm(KeptForm):
    """Whether it is meant, while the report is one of a part of its term."""

    although_it_runs = BooleanField("Publish although the term runs")
