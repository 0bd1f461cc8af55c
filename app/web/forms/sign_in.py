"""What is typed to sign in, to choose a school, and to change a password."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from app.web.forms.sentences import GuardedForm


class SignInForm(GuardedForm):
    """E-mail address and password; whether the computer is one's own decides how soon the session ends."""

    email = StringField("E-mail address", [InputRequired("Give your e-mail address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Give your password.")])
    own_computer = BooleanField("Only I use this computer")
    next = HiddenField()


class SecondStepForm(GuardedForm):
    """The six digits of the authenticator app."""

    code = StringField("Code", [InputRequired("Give the six digits that your app shows now."), Length(max=20)])
    next = HiddenField()


class SchoolForm(GuardedForm):
    """Which of one's schools to work at."""

    school = RadioField("School", [InputRequired("Choose the school you want to work at now.")])
    next = HiddenField()


class PasswordForm(GuardedForm):
    """The password as it is, and the new one twice."""

    current_password = PasswordField("Your password now", [InputRequired("Give the password you have now.")])
    password = PasswordField("New password", [InputRequired("Give the new password.")])
    again = PasswordField("New password once more", [InputRequired("Give the new password once more.")])
