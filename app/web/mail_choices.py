"""What is mailed to me: for each kind of notice, in Amends only, at once, or in the mail of the morning."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request

from app.casework.account import Account
from app.casework.mail import MailWay, choices_of, choose_mail, topics_for
from app.casework.notice import Topic
from app.casework.permissions import Permission
from app.db import db
from app.web.access import me, needs
from app.web.forms.mail_choices import MailForm
from app.web.once import may_be_asked_again
from app.web.pages import save, say

pages = Blueprint("mail_choices", __name__)


@pages.route("/me/mail", methods=["GET", "POST"])
@needs(Permission.SEE_NOTICES)
@may_be_asked_again
def choose() -> Any:
    """One choice for each kind of notice; nothing is switched off in Amends itself."""
    topics = topics_for(me())
    chosen = choices_of(db.session(), g.viewer.id)
    form = MailForm(data={topic.value: chosen[topic].value for topic in topics})
    for topic in set(Topic) - set(topics):
        del form[topic.value]
    if request.method == "POST" and form.validate():
        wanted = {topic: MailWay(form[topic.value].data) for topic in topics}
        choose_mail(db.session(), g.viewer.id, wanted)
        save()
        say("Your choice is saved.")
        return redirect("/me", 303)
    email = db.session.get_one(Account, g.viewer.id).email
    page = render_template("me/mail.html", form=form, fields=[form[topic.value] for topic in topics], email=email)
    return (page, 422) if request.method == "POST" else page
