"""Writing down what was agreed, and how each action ends."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.casework.agreeing import WHY_NOT_KEPT
from app.web.forms.choices import ACTION_WORDS, choices
from app.web.forms.fields import DayAhead, LondonDate
from app.web.forms.kept import KeptForm
from app.web.forms.sentences import PlainForm


class ActionRow(PlainForm):
    """One action. The row counts once anything is filled in; then it says what."""

    what = StringField("What", validators=[Length(max=300)])
    by = SelectField("By", validate_choice=True)
    for_ = SelectField("For", name="for")
    due_on = DayAhead("Due", validators=[Optional()])
    adult_support = StringField("What an adult will do to help", validators=[Optional(), Length(max=300)])
    how_known = StringField("How it will be known", validators=[Optional(), Length(max=300)])
    is_apology = BooleanField("It is an apology")
    apology_asked_for = StringField(
        "In which form the person harmed asked for it", validators=[Optional(), Length(max=200)]
    )

    @property
    def counts(self) -> bool:
        """Whether anything is filled in; a blank row is none."""
        return any(str(field.data or "").strip() for field in self)

    def validate_what(self, field: StringField) -> None:
        """Nothing that was filled in is left out without a word."""
        if self.counts and not (field.data or "").strip():
            raise ValidationError("Say what is agreed, in a few words.")


class AgreementForm(KeptForm):
    """The agreement: when, its actions, who follows it up, when it is looked at again."""

    made_on = LondonDate("Agreed on", validators=[InputRequired("Give the day as dd/mm/yyyy.")])
    actions = FieldList(FormField(ActionRow), min_entries=2)
    follow_up_owner = SelectField("Who follows it up", validators=[InputRequired("An agreement needs an owner.")])
    review_on = DayAhead("Looked at again on", validators=[InputRequired("Give a day to look again.")])
    if_it_happens_again = StringField("What if it happens again", validators=[Optional(), Length(max=300)])
    plan_check_ins = BooleanField("Plan check-ins after 2 and 10 school days, 6 school weeks and a term", default=True)


class SettleForm(KeptForm):
    """How an action stands now."""

    what = RadioField(
        "How it stands",
        choices=choices(
            {
                "done_verified": "Done, and I have seen that it was",
                "done_unchecked": "Said to be done, not checked yet",
                "partly": "Partly done",
                "not_done": "Not done",
                "released": "The person it was for wants it no longer",
            }
        ),
        validators=[InputRequired("Choose how it stands.")],
    )
    because = StringField("Why, if it is no longer wanted", validators=[Optional(), Length(max=300)])


class CorrectForm(KeptForm):
    """How an action stands that was marked wrongly, and how that came about."""

    what = RadioField(
        "How it stands",
        choices=choices(ACTION_WORDS | {"planned": "Still to be done"}, only=ACTION_WORDS.keys() - {"changed"}),
        validators=[InputRequired("Choose how it stands.")],
    )
    because = StringField(
        "How it came to be marked wrongly", validators=[InputRequired("Say in one line why."), Length(max=300)]
    )


class ChangeForm(ActionRow, KeptForm):  # type: ignore[misc]  # the library joins their Metas
    """A change by consent: the new action, who asked, who agreed."""

    what = StringField("What", validators=[InputRequired("Say what is agreed, in a few words."), Length(max=300)])
    asked_by = StringField("Who asked for the change", validators=[InputRequired("Write who asked."), Length(max=200)])
    agreed_by = StringField("Who agreed to it", validators=[InputRequired("Write who agreed."), Length(max=400)])
    harmed_agreed = BooleanField("The person harmed agreed to it")
    because = StringField("Why", validators=[InputRequired("Say in one line why."), Length(max=300)])


class WhyForm(KeptForm):
    """What got in the way, before anything else is done about it."""

    why_not_kept = RadioField(
        "What got in the way?",
        choices=choices({word: said.capitalize() for word, said in WHY_NOT_KEPT.items()}),
        validators=[InputRequired("Choose what got in the way.")],
    )
    note = StringField("In a sentence", validators=[Optional(), Length(max=300)])


class WithdrawForm(KeptForm):
    """An agreement that does not stand any more."""

    version = HiddenField()
    because = StringField("Why it is withdrawn", validators=[InputRequired("Say in one line why."), Length(max=300)])
