"""Planning, holding and skipping a check-in."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import choices
from app.web.forms.fields import DayAhead, LondonDate
from app.web.forms.kept import KeptForm


class PlanForm(KeptForm):
    """With whom, and when."""

    person = SelectField("With", validators=[InputRequired("Choose the person.")])
    due_on = DayAhead("On", validators=[InputRequired("Give the day as dd/mm/yyyy.")])


class AnswersForm(KeptForm):
    """The three things asked of both sides."""

    held_on = LondonDate("Held on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    safe = RadioField(
        "Do they feel safe?",
        choices=choices({"yes": "Yes", "unsure": "Unsure", "no": "No"}),
        validators=[InputRequired("Ask at least whether they feel safe.")],
    )
    put_right = RadioField(
        "Has it been put right?",
        choices=choices({"yes": "Yes", "partly": "Partly", "no": "No"}),
        validators=[Optional()],
    )
    anything_since = StringField("Anything since?", validators=[Optional(), Length(max=1000)])


class SkipForm(KeptForm):
    """A check-in that will not be held."""

    because = StringField(
        "Why it will not be held", validators=[InputRequired("Say in one line why."), Length(max=300)]
    )
