"""What is mailed to whom."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.casework.mail import MailWay, ways_of
from app.casework.notice import Topic
from app.web.forms.kept import KeptForm

WAY_WORDS = {
    MailWay.NOT: "In Amends only",
    MailWay.AT_ONCE: "By mail, at once",
    MailWay.DAILY: "In the mail of the morning",
    MailWay.WEEKLY: "By mail, as the week begins",
}


def _field(topic: Topic, words: str) -> SelectField:
    ways = [SelectChoice(value=way.value, label=WAY_WORDS[way]) for way in ways_of(topic)]
    return SelectField(words, choices=ways)


class MailForm(KeptForm):
    """A field for each topic, by its name; the view takes away those that are not for whoever looks."""

    unsafe = _field(Topic.UNSAFE, "Somebody may be hurt or not safe")
    assigned = _field(Topic.ASSIGNED, "Something is given to you")
    to_decide = _field(Topic.TO_DECIDE, "A threshold or a decision waits for you, as head")
    result = _field(Topic.RESULT, "What came of what you logged")
    due = _field(Topic.DUE, "Something of yours is due")
    overdue = _field(Topic.OVERDUE, "Something of yours is overdue")
    waiting = _field(Topic.WAITING, "Cases wait for triage")
    week = _field(Topic.WEEK, "Your week in numbers")
    report = _field(Topic.REPORT, "A report is published")
