"""Emergency access, and what a lead says of it afterwards; filters of the access log."""

from __future__ import annotations

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms.choices import choices
from app.web.forms.fields import LondonDate
from app.web.forms.kept import KeptForm
from app.web.forms.second_factor import ConfirmForm
from app.web.forms.sentences import GuardedForm

READ = {
    "": "Anything",
    "case": "A case",
    "pupil": "A pupil",
    "incident": "An incident",
    "response": "A response",
    "agreement": "An agreement",
    "check-in": "A check-in",
    "register": "A register",
    "report": "A report",
    "emergencies": "Emergency openings",
    "retention": "Kept records",
    "access log": "This log",
}


class EmergencyForm(ConfirmForm):
    """A reference that somebody was told, and why it can't wait."""

    case = StringField(
        "Reference of the case", [InputRequired("Give the reference that you were told."), Length(max=60)]
    )
    because = TextAreaField(
        "Why you need it now", [InputRequired("Say who is at risk, and of what."), Length(max=1000)]
    )


class LookedAtForm(KeptForm):
    """What a lead found."""

    words = StringField("What you found", [InputRequired("Say in one line what you found."), Length(max=300)])


class LogFilters(GuardedForm):
    """Who read what, when."""

    class Meta(GuardedForm.Meta):
        csrf = False

    pupil = StringField("Pupil", [Optional(), Length(max=100)])
    case = StringField("Case", [Optional(), Length(max=60)])
    staff = SelectField("Read by", [Optional()])
    what = SelectField("What", [Optional()], choices=choices(READ))
    since = LondonDate("From", [Optional()])
    until = LondonDate("To", [Optional()])
