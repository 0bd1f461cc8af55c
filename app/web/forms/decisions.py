"""Thresholds, decisions, and the registers."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import (
    DECISION_WORDS,
    EXCLUSION_WORDS,
    OUT_OF_LESSONS_WORDS,
    SANCTION_WORDS,
    choices,
)
from app.web.forms.fields import DayAhead, LondonDate, WholeNumber
from app.web.forms.kept import KeptForm


class PairForm(KeptForm):
    """A pupil who caused harm, and the incident."""

    pair = RadioField("Pupil and incident", validators=[InputRequired("Choose the pupil.")])


class AskForm(PairForm):
    """What the head should know before they say which sanction they consider."""

    because = TextAreaField("Why you ask", [InputRequired("Say in a line or two why."), Length(max=1000)])


class ThresholdForm(PairForm):
    """The sanction under consideration, before the decision and before any meeting."""

    sanction = RadioField(
        "Sanction under consideration",
        choices=choices(SANCTION_WORDS),
        validators=[InputRequired("Choose the sanction.")],
    )
    school_days = WholeNumber("School days, of a suspension", least=1, most=45)
    clause = StringField(
        "Clause of the behaviour policy", validators=[InputRequired("Name the clause."), Length(max=200)]
    )
    confidence = RadioField(
        "How sure",
        choices=choices({"probable": "Probable", "possible": "Possible"}),
        validators=[InputRequired("Choose how sure.")],
    )
    because = StringField("Why it is changed, if one was recorded before", validators=[Optional(), Length(max=300)])


class DecisionForm(PairForm):
    """The decision, with the three answers of fair process."""

    decision = RadioField(
        "Decision", choices=choices(DECISION_WORDS), validators=[InputRequired("Choose the decision.")]
    )
    who_was_asked = TextAreaField("Who was asked before", validators=[Length(max=1000)])
    reason_given = TextAreaField("What reason they were given", validators=[Length(max=1000)])
    what_next = TextAreaField("What happens next, and by when", validators=[Length(max=1000)])
    because = StringField("Why it is decided again", validators=[Length(max=300)])


class RegisterForm(KeptForm):
    """A row of the exclusions register."""

    pupil = StringField("Pupil", validators=[InputRequired("Say which pupil."), Length(max=160)])
    meant = RadioField("Who is meant?", choices=[], validate_choice=False, validators=[Optional()])
    kind = RadioField("Kind", choices=choices(EXCLUSION_WORDS), validators=[InputRequired("Choose the kind.")])
    starts_on = DayAhead("Starts on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    sessions = WholeNumber("Sessions (a school day is two)", least=1, most=90)
    reasons = StringField("Reason codes, the most important first", validators=[Optional(), Length(max=20)])
    incident = StringField("Incident, if it came from one", validators=[Optional(), Length(max=60)])
    is_another = BooleanField("This is about something else")


class CancelForm(KeptForm):
    """Cancelling a row, as from today."""

    because = StringField("Why", validators=[InputRequired("Say in one line why."), Length(max=300)])


class OutOfLessonsForm(KeptForm):
    """Another way to be out of lessons."""

    pupil = StringField("Pupil", validators=[InputRequired("Say which pupil."), Length(max=160)])
    meant = RadioField("Who is meant?", choices=[], validate_choice=False, validators=[Optional()])
    kind = SelectField("Kind", choices=choices(OUT_OF_LESSONS_WORDS))
    starts_on = DayAhead("From", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    ends_on = DayAhead("To", validators=[Optional()])
    sessions = WholeNumber("Sessions (a school day is two)", least=1, most=400)


class EndOutForm(KeptForm):
    """The end of a row that had none yet."""

    ended_on = LondonDate("It ended on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    sessions = WholeNumber("Sessions in all (a school day is two)", least=1, most=400)
