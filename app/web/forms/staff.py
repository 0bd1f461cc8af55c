"""People and roles: a post, a role with its days, an account's code, a declared link, an acting head."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.casework.permissions import ROLE_WORDS
from app.web.forms.choices import choices
from app.web.forms.fields import DayAhead, WholeNumber
from app.web.forms.kept import KeptForm
from app.web.forms.second_factor import ConfirmForm

ROLES = {role.value: words[:1].upper() + words[1:] for role, words in ROLE_WORDS.items()}
YEARS = {"N": "Nursery", "R": "Reception", **{str(year): f"Year {year}" for year in range(1, 15)}}
WHY = "Why"
IN_POST = 20  # years ahead to which a post or a role may be known


class BecauseForm(ConfirmForm):
    """Something that needs a reason and its owner's proof."""

    because = StringField(WHY, [InputRequired("Say in one line why."), Length(max=300)])


class PostForm(BecauseForm):
    """The words, groups and dates of a post."""

    first_name = StringField("First name", [InputRequired("Give the first name."), Length(max=100)])
    last_name = StringField("Last name", [InputRequired("Give the last name."), Length(max=100)])
    job_title = StringField("Job title", [Optional(), Length(max=120)])
    year_groups = SelectMultipleField(
        "Year groups, of a pastoral lead", choices=choices(YEARS), widget=ListWidget(), option_widget=CheckboxInput()
    )
    registration_group = StringField("Group, of a tutor", [Optional(), Length(max=40)])
    starts_on = DayAhead("First day", [Optional()])
    ends_on = DayAhead("Last day", [Optional()], years=IN_POST)


class NewMemberForm(PostForm):
    """A member of staff who is not on the list yet, with an account."""

    because = None
    staff_code = StringField("Staff code", [InputRequired("Give the code."), Length(max=40)])
    email = StringField(
        "E-mail address",
        [
            InputRequired("Give the address to sign in with."),
            Length(max=254),
            Regexp(r"^\s*[^@\s]+@[^@\s]+\s*$", message="Give an address such as priya.nair@school.example."),
        ],
    )
    roles = SelectMultipleField("Roles", choices=choices(ROLES), widget=ListWidget(), option_widget=CheckboxInput())


class GiveRoleForm(BecauseForm):
    """A role from one day to another."""

    role = SelectField("Role", choices=choices(ROLES))
    starts_on = DayAhead("From", [InputRequired("Give the first day as dd/mm/yyyy.")])
    ends_on = DayAhead("To, if it is for a time", [Optional()], years=IN_POST)


class EndRoleForm(BecauseForm):
    """The last day of a role."""

    role = SelectField("Role", [InputRequired("Choose the role.")])
    last_day = DayAhead("Last day", [InputRequired("Give the last day as dd/mm/yyyy.")], years=IN_POST)


class AccountForm(BecauseForm):
    """Something done to an account; an address where there is no account yet."""

    email = StringField("E-mail address to sign in with", [Optional(), Length(max=254)])


class SignInSettingsForm(ConfirmForm):
    """Whether roles of wide sight need the second factor, and after how many calendar days."""

    factor_required = BooleanField("Ask for a second factor")
    factor_grace_days = WholeNumber("Days of grace", [InputRequired("Give a number of days.")], least=0, most=60)


class ActingForm(BecauseForm):
    """Who is head, from when to when."""

    staff = SelectField("Acting headteacher", [InputRequired("Choose the person.")])
    starts_on = DayAhead("First day", [InputRequired("Give the first day as dd/mm/yyyy.")])
    ends_on = DayAhead("Last day", [InputRequired("Give the last day as dd/mm/yyyy.")])


class LinkForm(KeptForm):
    """A child somebody is close to, chosen among those found by name."""

    name = HiddenField()
    pupil = RadioField("Which child", [InputRequired("Choose the child.")])
    relationship = StringField(
        "What they are to each other", [InputRequired("Say in one word: parent, aunt, neighbour."), Length(max=60)]
    )


class OwnLinkForm(LinkForm, ConfirmForm):
    """The same of oneself, with one's proof: at an open screen a child could hide its own cases from somebody."""
