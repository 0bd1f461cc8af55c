"""What the school says is complete; proactive circles; training."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms.choices import OUT_OF_LESSONS_WORDS, choices
from app.web.forms.fields import Amount, DayAhead, LondonDate, WholeNumber
from app.web.forms.kept import KeptForm

TRAINING_LASTS = 20  # years
LINES = {
    "suspensions": "Suspensions",
    "permanent_exclusions": "Permanent exclusions",
    **OUT_OF_LESSONS_WORDS,
}


class SuppliedForm(KeptForm):
    """Which lines of a term are complete. `version`: those that were, when the form was opened."""

    version = HiddenField()
    term = SelectField("Term", validators=[InputRequired("Choose the term.")])
    complete = SelectMultipleField(
        "Complete lines", choices=choices(LINES), widget=ListWidget(), option_widget=CheckboxInput()
    )


class CircleForm(KeptForm):
    """A proactive circle: no names."""

    held_on = LondonDate("Held on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    group = StringField("Group", validators=[InputRequired("Say which group."), Length(max=80)])
    purpose = SelectField(
        "Purpose", choices=choices({"community": "Community", "check_in": "Check-in", "learning": "Learning"})
    )
    size = WholeNumber("How many", least=1, most=500)
    minutes = WholeNumber("Minutes", least=1, most=600)


class TrainingForm(KeptForm):
    """A completed course."""

    staff = SelectField("Who", validators=[InputRequired("Choose the person.")])
    course = StringField("Course", validators=[InputRequired("Name the course."), Length(max=200)])
    level = StringField("Level", validators=[Optional(), Length(max=60)])
    provider = StringField("Provider", validators=[Optional(), Length(max=200)])
    hours = Amount("Hours", most=500)
    completed_on = LondonDate("Completed on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    expires_on = DayAhead("Valid until", validators=[Optional()], years=TRAINING_LASTS)
