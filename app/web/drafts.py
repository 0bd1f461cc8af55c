"""Drafts: kept as one types, gone on with, thrown away. Each is seen by its author alone."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from app.casework import scope
from app.casework.calendar import london
from app.casework.draft import Draft, Typed
from app.casework.receipt import Receipt
from app.casework.refusals import Refusal
from app.db import db
from app.web.access import label_of, me, own_path, signed_in
from app.web.clock import now
from app.web.kept import offers_of, store_draft, whose
from app.web.once import NOT_TYPED, SECRETS, SHAPE
from app.web.pages import found_or_404, save, say

pages = Blueprint("drafts", __name__)


@pages.get("/drafts")
@signed_in
def list_drafts() -> str:
    """What one began and did not save, the newest first."""
    found = db.session.scalars(scope.visible_drafts(me()).order_by(Draft.saved_at.desc()))
    return render_template("drafts/list.html", drafts=offers_of(found.all()))


@pages.get("/drafts/here")
@signed_in
def here() -> Any:
    """For the script of a page that asks, covered or signed out: who is signed in now, and a token for its forms."""
    return jsonify(whose=whose(), csrf_token=generate_csrf())


@pages.post("/drafts")
@signed_in
def keep() -> Any:
    """Keep a form as it stands. Typing is use: it keeps its author signed in."""
    typed = _typed()
    if typed is None:
        return jsonify(said="This form can’t be kept as a draft."), 422
    sent_before = select(Receipt.id).where(
        Receipt.account_id == g.viewer.id, Receipt.form == typed.form, Receipt.key == typed.key
    )
    if db.session.scalar(sent_before) is not None:
        return jsonify(said="Saved.")
    kept = store_draft(typed, me())
    if isinstance(kept, Refusal):
        return jsonify(said=kept.message), 422
    g.is_in_use = True
    save()
    return jsonify(said=f"Kept as a draft at {london(now()):%H:%M}")


@pages.post("/drafts/<int:draft_id>/throw-away")
@signed_in
def throw_away(draft_id: int) -> Any:
    """Remove a draft for good, and go back to where it was offered."""
    draft: Draft = found_or_404(scope.visible_drafts(me()).where(Draft.id == draft_id))
    back = "/drafts" if request.form.get("back") == "/drafts" else own_path(draft.page)
    db.session.delete(draft)
    save()
    say("The draft is thrown away.")
    return redirect(back, 303)


def _typed() -> Typed | None:
    """The form that the script sent, None if it is none of ours."""
    sent = request.form
    form, key, page = sent.get("form", ""), sent.get("key", ""), sent.get("page", "")
    fields = _fields(sent.get("fields", ""))
    if not SHAPE.fullmatch(key) or own_path(page) != page or not fields or not _may_send(form):
        return None
    return Typed(form, key, page, sent.get("title") or "A form", fields, sent.get("version") or None)


def _fields(text: str) -> list[tuple[str, str]]:
    """Pairs of name and value; empty where the text is anything else. Tokens, versions and passwords never pass."""
    try:
        pairs = json.loads(text)
        fields = [(str(name), str(value)) for name, value in pairs]
    except (ValueError, TypeError):
        return []
    never = NOT_TYPED | {"version"}
    return [
        (name, value) for name, value in fields if name.rpartition("-")[2] not in never and not SECRETS.search(name)
    ]


def _may_send(form: str) -> bool:
    """Whether this is the address of a form of ours that one may send."""
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, _values = adapter.match(urlsplit(form).path, method="POST")  # type: ignore[union-attr]
    except HTTPException:
        return False
    label = label_of(current_app.view_functions.get(endpoint))
    return label is not None and not label.is_open and label.admits(me())
