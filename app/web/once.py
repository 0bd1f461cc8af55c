"""One form, one deed. Each form that posts carries a one-time key; sent again, it is answered again and done once.

The key is taken at the beginning of the request and its outcome is written with what is saved, in one transaction:
`save()` asks for the commit, which happens as soon as the view has answered. A second post with the same key waits
for the first, then gets the same redirect. The same key with other words, and the same words under a new key soon after,
are shown to their author, who decides; nothing is lost and nothing is made twice unasked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.casework.calendar import london
from app.casework.draft import Draft
from app.casework.receipt import Receipt
from app.db import begin_writing, db
from app.web.clock import now

V = TypeVar("V", bound=Callable[..., Any])
KEY = "form_key"
PAGE = "form_page"
TITLE = "form_title"
ANYWAY = "form_anyway"
SOON = timedelta(hours=1)
# Buttons that count one more each time they are pressed: a kind word may be said twice in an hour.
COUNTS_ONE_MORE = ("statement",)
SHAPE = re.compile(r"[\w-]{16,43}", re.ASCII)
# What the service puts into a form itself, and what is never written down anywhere.
NOT_TYPED = frozenset({"csrf_token", KEY, PAGE, TITLE, ANYWAY, "next"})
SECRETS = re.compile(r"password|confirmation$|^again$|^code$|^half$", re.IGNORECASE)


def new_key() -> str:
    """A key that no other form has."""
    return secrets.token_urlsafe(16)


def sent_key() -> str | None:
    """The one-time key of the form that was sent."""
    key = request.form.get(KEY, "")
    return key if SHAPE.fullmatch(key) else None


def typed_fields() -> list[tuple[str, str]]:
    """What somebody typed or chose in the form that was sent; no token, no password, no file."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name not in NOT_TYPED and not SECRETS.search(name)]


def begin() -> ResponseReturnValue | None:
    """Take the key for this transaction. If it was used before: the answer that it had, or the question what is meant."""
    key = sent_key()
    if key is None or g.viewer is None:
        return None
    mine = {"account_id": g.viewer.id, "form": request.path[:200], "key": key}
    try:
        db.session.execute(insert(Receipt).values(**mine, content_hash=_content_hash(), at=now()))
    except IntegrityError:
        db.session.rollback()
        begin_writing(db.session())
        earlier = db.session.scalars(select(Receipt).filter_by(**mine)).first()
        return None if earlier is None else _again(earlier)
    g.receipt, g.draft_of = mine, g.viewer.membership
    last = _last_of_this_form(key)
    return None if last is None else _ask(last, is_same=True)


def may_be_asked_again(view: V) -> V:
    """Mark a view that orders something (a report, a paper): the same order twice is no slip, and the action knows it."""
    view.may_be_asked_again = True  # type: ignore[attr-defined]
    return view


def _last_of_this_form(key: str) -> Receipt | None:
    """What was saved last from the same form, if that is less than `SOON` ago and was word for word what comes now.

    A browser that goes back may show the form with all its words and a new key: only its author knows what is meant.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    counts = any(button in request.form for button in COUNTS_ONE_MORE)
    if PAGE not in request.form or request.form.get(ANYWAY) or counts or hasattr(view, "may_be_asked_again"):
        return None
    others = (Receipt.account_id == g.viewer.id, Receipt.form == request.path[:200], Receipt.key != key)
    last = db.session.scalars(select(Receipt).where(*others).order_by(Receipt.at.desc()).limit(1)).first()
    is_same = last is not None and last.at > now() - SOON and last.content_hash == _content_hash()
    return last if is_same else None


def _again(earlier: Receipt) -> ResponseReturnValue:
    if not hmac.compare_digest(earlier.content_hash, _content_hash()):
        return _ask(earlier, is_same=False)
    if earlier.said and ("good", earlier.said) not in map(tuple, session.get("_flashes", [])):
        flash(earlier.said, "good")
    return redirect(earlier.location or "/", 303)


def _ask(earlier: Receipt, *, is_same: bool) -> ResponseReturnValue:
    at, location = f"{london(earlier.at):%H:%M}", earlier.location or "/"
    db.session.rollback()
    more = {"is_same": is_same, "at": at, "location": location}
    return make_response(render_template("drafts/saved_before.html", **more, fields=typed_fields(), key=new_key()), 409)


def _content_hash() -> str:
    sent = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_TYPED]
    secret = current_app.config["AMENDS"].secret
    return hmac.new(secret.encode(), json.dumps(sent).encode(), hashlib.sha256).hexdigest()


def commit_with_the_answer() -> None:
    """Ask for the commit: it happens when the view has answered, with the outcome of the form's key."""
    g.is_saving = True


def after_saving(follow: Callable[[], object]) -> None:
    """Do something after the commit, and only if there is one: wake a job, send a mail."""
    g.setdefault("after_saving", []).append(follow)


def committing(dispatch: Callable[..., Any]) -> Callable[..., Any]:
    """Flask's dispatch, followed by the one commit that `save()` asked for. If the view raises, nothing is stored."""

    @wraps(dispatch)
    def dispatched(*given: Any) -> ResponseReturnValue:
        answer: ResponseReturnValue = dispatch(*given)
        if not g.pop("is_saving", False):
            return answer
        response = current_app.make_response(answer)
        _write_outcome(response)
        db.session.commit()
        for follow in g.pop("after_saving", ()):
            follow()
        return response

    return dispatched


def _write_outcome(response: Response) -> None:
    """Where the key led; a key whose form came back unsaved stays free. The form's draft is needed no more."""
    mine = g.pop("receipt", None)
    if mine is None:
        return
    same = [getattr(Receipt, name) == value for name, value in mine.items()]
    if not 300 <= response.status_code < 400:
        db.session.execute(delete(Receipt).where(*same))
        return
    said = [str(words) for _category, words in session.get("_flashes", [])][-1:]
    outcome = {"location": response.location, "said": said[0][:400] if said else None}
    done: Any = db.session.execute(update(Receipt).where(*same).values(**outcome))
    if not done.rowcount:  # the view rolled back on its way, and the taken key with it
        db.session.execute(insert(Receipt).values(**mine, **outcome, content_hash=_content_hash(), at=now()))
    by = g.draft_of
    of_form = (Draft.school_id == by.school_id, Draft.staff_id == by.staff_id, Draft.form == mine["form"])
    db.session.execute(delete(Draft).where(*of_form, Draft.key == mine["key"]))
