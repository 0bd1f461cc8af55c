"""Setting up the second factor, proving to be there, and choosing a password with a code."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.web.forms.kept import KeptForm
from app.web.forms.sentences import GuardedForm


class ConfirmForm(KeptForm):
    """A password, or the app's code: worded by `confirming.ask`. Drafts never hold it (once.SECRETS)."""

    confirmation = PasswordField("Your password", [InputRequired("Give your password."), Length(max=256)])


class SetUpForm(ConfirmForm):
    """The first code of a newly set up app. `half`: the signed half of the secret that the picture was drawn from."""

    half = HiddenField()
    code = StringField(
        "The six digits that your app shows now", [InputRequired("Give the six digits."), Length(max=20)]
    )


class FirstPasswordForm(GuardedForm):
    """A code that somebody who keeps accounts gave, and the new password twice."""

    email = StringField("E-mail address", [InputRequired("Give your e-mail address."), Length(max=254)])
    code = StringField("The code you were given", [InputRequired("Give the code."), Length(max=60)])
    password = PasswordField("New password", [InputRequired("Give the new password.")])
    again = PasswordField("New password once more", [InputRequired("Give the new password once more.")])
