"""Choosing a response, and recording what became of it."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.casework.suitability import QUESTIONS
from app.web.forms.choices import KIND_WORDS, LEVEL_WORDS, choices, listed
from app.web.forms.fields import DayAhead, LondonDate, LondonTime, WholeNumber
from app.web.forms.kept import KeptForm
from app.web.forms.sentences import PlainForm

_ANSWERS = {"yes": "Yes", "no": "No", "dont_know": "Don’t know"}


def _question(name: str) -> RadioField:
    missing = InputRequired(f"Not answered yet: {QUESTIONS[name][:1].lower()}{QUESTIONS[name][1:]}")
    return RadioField(QUESTIONS[name], choices=choices(_ANSWERS), validators=[missing])


class SafetyForm(KeptForm):
    """The gate questions; nothing is ticked beforehand."""

    sexual_or_domestic = _question("sexual_or_domestic")
    live_enquiry = _question("live_enquiry")
    suspected_abuse = _question("suspected_abuse")
    weapon_or_threat = _question("weapon_or_threat")
    staff_allegation = _question("staff_allegation")
    responsibility_accepted = _question("responsibility_accepted")
    everyone_willing = _question("everyone_willing")
    power_imbalance = _question("power_imbalance")
    communication_need = _question("communication_need")
    review_on = DayAhead("If it has to wait: looked at again on", validators=[Optional()])


class ChooseForm(KeptForm):
    """Which response, who leads it, when, and why if another one was suggested."""

    kind = RadioField("Response", choices=choices(KIND_WORDS), validators=[InputRequired("Choose a response.")])
    led_by = SelectField("Led by", validators=[InputRequired("Choose who leads it.")])
    planned_on = DayAhead("Day", validators=[Optional()])
    planned_time = LondonTime("Time", validators=[Optional()])
    chosen_because = StringField("Why another one than suggested", validators=[Optional(), Length(max=300)])
    override_because = StringField(
        "Headteacher only: why somebody may lead whose training is not current",
        validators=[Optional(), Length(max=300)],
    )


class PresentRow(PlainForm):
    """One person of the case: took part, how far, one sentence."""

    person = HiddenField()
    took_part = BooleanField("Took part")
    declined_by_them = BooleanField("Declined")
    participation_level = SelectField("How far", choices=listed(LEVEL_WORDS.items(), blank="Not said"))
    sentence = StringField("One sentence of theirs", validators=[Optional(), Length(max=300)])
    adaptations = StringField("How it was adapted for them", validators=[Optional(), Length(max=300)])
    not_adapted_because = StringField("Or why it was not", validators=[Optional(), Length(max=300)])


class HeldForm(KeptForm):
    """What is recorded of a response that was held."""

    version = HiddenField()
    held_on = LondonDate("Day", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    held_time = LondonTime("Time", validators=[InputRequired("Give the time as hh:mm.")])
    calm_enough = RadioField(
        "Was everyone calm enough to talk?", choices=choices({"yes": "Yes", "no": "Not yet"}), validators=[Optional()]
    )
    people = FieldList(FormField(PresentRow))
    topic = StringField("Topic", validators=[Optional(), Length(max=200)])
    circle_group = StringField("Group", validators=[Optional(), Length(max=80)])
    size = WholeNumber("How many people", least=1, most=500)
    minutes = WholeNumber("Minutes", least=1, most=600)
    words = TextAreaField("Its words, only if you choose to keep them", validators=[Optional(), Length(max=1000)])
    outcome_sentence = StringField("What came of it, in a sentence", validators=[Optional(), Length(max=300)])


class PrepareForm(KeptForm):
    """One participant's preparation for a formal conference."""

    person = SelectField("Who", validators=[InputRequired("Choose the person.")])
    met_alone_on = LondonDate("Met alone on", validators=[Optional()])
    explained = BooleanField("It was explained: what it is, who will be there, that it is their choice")
    willing = RadioField("Willing?", choices=choices(_ANSWERS), validators=[Optional()])
    supporter = StringField("Their supporter", validators=[Optional(), Length(max=120)])
    adaptations = StringField("Adaptations", validators=[Optional(), Length(max=300)])


class RiskForm(KeptForm):
    """The risks, on which day they were looked at, and what happens if there is no conference."""

    version = HiddenField()
    reviewed_on = LondonDate("Looked at on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    risk_note = TextAreaField("Risks, and who does what about each", validators=[Optional(), Length(max=2000)])
    if_no_conference = TextAreaField(
        "What happens if there is no conference",
        validators=[InputRequired("Write it down beforehand."), Length(max=1000)],
    )


class EndForm(KeptForm):
    """Declined, stopped or cancelled."""

    what = RadioField(
        "What became of it",
        choices=choices(
            {"declined": "It was declined", "stopped": "It was stopped half-way", "cancelled": "Cancelled"}
        ),
        validators=[InputRequired("Choose what became of it.")],
    )
    declined = SelectMultipleField("If it was declined, by whom", validate_choice=False)
    because = StringField("Why (not needed when it was declined)", validators=[Optional(), Length(max=300)])


def fill_people(form: Any, people: list[tuple[str, str]]) -> None:
    """One row per person of the case, unless the form came back with its rows."""
    if not form.people.entries:
        for key, _name in people:
            form.people.append_entry({"person": key})
