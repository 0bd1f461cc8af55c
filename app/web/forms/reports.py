"""Asking for a report, and publishing it."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.web.forms.fields import LondonDate
from app.web.forms.kept import KeptForm
from reports.presentation.words import claims_in


def claims_nothing(_form: Any, field: Any) -> None:
    """No causal verb and no money, in the school's own words neither (measure.md, rules of presentation)."""
    claims = list(dict.fromkeys(claims_in(field.data or "")))
    if claims:
        said = ", ".join(f"“{claim}”" for claim in claims)
        raise ValidationError(
            f"{said} claims a cause or money, which no figure here shows. Say what changed, and when."
        )


class ReportForm(KeptForm):
    """Term, day, and what else changed this year."""

    term = SelectField("Term", validators=[InputRequired("Choose the term.")])
    as_at = LondonDate("As it stands on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    commentary = TextAreaField("What else changed this year", validators=[Optional(), Length(max=2000), claims_nothing])
    names_nobody = BooleanField("These words mean no pupil, and staff only who know of it")


class PublishForm(KeptForm):
    """Whether it is meant, while the report is one of a part of its term."""

    although_it_runs = BooleanField("Publish although the term runs")
