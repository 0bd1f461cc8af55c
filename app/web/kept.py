"""What each form of a page carries so that nothing typed is lost: its one-time key, its page, and the draft it goes on with.

`components/fields.html` asks `kept_form` for every form it draws, so that a new form has all of this without asking.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, g, request
from sqlalchemy import bindparam, func, select

from app.casework import scope
from app.casework.calendar import london
from app.casework.draft import Draft, Typed, keep_draft, why_not_keep
from app.casework.people import Person
from app.casework.prepared import SHAPES, ask, open_membership, places_of
from app.casework.refusals import Refusal
from app.casework.staff import Membership
from app.db import db
from app.web.clock import now
from app.web.numbers import number_in
from app.web.once import PAGE, TITLE, new_key, sent_key, typed_fields

ANCHOR = "going-on"
VERSION = "version"
PEOPLE = ("person", "meant", "pupil")  # ends of names of fields that hold somebody's key


@dataclass(frozen=True, slots=True)
class KeptForm:
    """`key`: the one-time key; `page`: where the form stands (None: its words are not kept, nobody is signed in),
    and what that page is called; `draft`: the one it goes on with; `has_changed`: its record was saved by somebody since that draft was begun."""

    key: str
    page: str | None = None
    draft: Draft | None = None
    has_changed: bool = False

    @property
    def title(self) -> str:
        """What the page is called, so that a draft of the form can be called that."""
        return str(g.get("page_title", ""))

    @property
    def begun(self) -> str | None:
        """When the draft was begun, in words."""
        return when_words(self.draft.begun_at, now()) if self.draft else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft as its author is asked about it."""

    id: int
    title: str
    when: str
    words: str
    href: str


def kept_form(form: Any = None, action: str | None = None) -> KeptForm:
    """What a form that is about to be drawn carries. `action`: where it is sent to, if not to the page's own address."""
    if g.get("viewer") is None:
        return KeptForm(new_key())
    sent_to = urlsplit(action or request.path).path
    g.setdefault("forms_drawn", []).append(sent_to)
    key, page = sent_key(), own_page()
    if request.method == "POST" and sent_to == request.path and key:
        return KeptForm(key, page)
    draft = taken_draft()
    if draft is None or draft.form != sent_to:
        return KeptForm(new_key(), page)
    current = str(form[VERSION].data) if form is not None and VERSION in form else None
    has_changed = current is not None and draft.seen_version is not None and current != draft.seen_version
    return KeptForm(draft.key, page, draft, has_changed)


def name_page(title: str) -> str:
    """Remember what the page being drawn is called; nothing to show."""
    g.page_title = title
    return ""


def own_page() -> str:
    """The address where this page can be opened again, without the draft it shows."""
    if request.method == "POST":
        return _opened(request.form.get(PAGE)) or request.path
    query = [(name, value) for name, value in parse_qsl(request.query_string.decode()) if name != "draft"]
    return request.path + (f"?{urlencode(query)}" if query else "")


def _opened(page: str | None) -> str | None:
    from app.web.access import own_path

    return page if page and own_path(page) == page else None


def taken_draft() -> Draft | None:
    """The draft that this page was asked to go on with, if it is one's own."""
    wanted = number_in(request.args.get("draft", ""))
    if g.get("viewer") is None or request.method == "POST" or wanted is None:
        return None
    if "taken_draft" not in g:
        found = scope.visible_drafts(g.viewer.membership).where(Draft.id == wanted)
        g.taken_draft = db.session.scalars(found).first()
    draft: Draft | None = g.taken_draft
    return draft


def draft_offers() -> list[Offer]:
    """What its author began in the forms of this page and did not save, the newest first. No form, no query."""
    forms = g.get("forms_drawn", [])
    if not forms or g.get("viewer") is None:
        return []
    by, taken, here = g.viewer.membership, taken_draft(), sent_key()
    ids = [row[0] for row in ask(db.session(), _latest_drafts(open_membership(by)), {**places_of(by), "forms": forms})]
    if not ids:  # as on most pages
        return []
    found = scope.visible_drafts(by).where(Draft.id.in_(ids)).order_by(Draft.saved_at.desc())
    return offers_of([draft for draft in db.session.scalars(found) if draft is not taken and draft.key != here])


@lru_cache(SHAPES)
def _latest_drafts(by: Membership) -> Any:
    of_forms = Draft.form.in_(bindparam("forms", expanding=True))
    found = scope.visible_drafts(by).with_only_columns(Draft.id).where(of_forms)
    return found.order_by(Draft.saved_at.desc()).limit(4)


def offers_of(drafts: Sequence[Draft]) -> list[Offer]:
    """Drafts in the words of their author's page: by what was typed, and else by the people who were chosen."""
    wordless = [draft for draft in drafts if not draft.excerpt]
    chosen = {value for draft in wordless for name, value in draft.typed() if name.endswith(PEOPLE) and value}
    found = scope.visible_people(g.viewer.membership).where(Person.key.in_(chosen))
    named = found.with_only_columns(Person.key, Person.display_name)
    names = {row.key: row.display_name for row in db.session.execute(named)} if chosen else {}
    return [_offer(draft, names) for draft in drafts]


def _offer(draft: Draft, names: dict[str, str]) -> Offer:
    about = dict.fromkeys(names[value] for name, value in draft.typed() if name.endswith(PEOPLE) and value in names)
    words = f"“{draft.excerpt}”" if draft.excerpt else f"About {', '.join(about)}" if about else ""
    return Offer(draft.id, draft.title, when_words(draft.begun_at, now()), words, address_of(draft))


def address_of(draft: Draft) -> str:
    """Where its author goes on."""
    return f"{draft.page}{'&' if '?' in draft.page else '?'}draft={draft.id}#{ANCHOR}"


def when_words(at: datetime, today: datetime) -> str:
    """An instant as people say it: today, yesterday, on Tuesday, on Tuesday 3 November; with the time."""
    day, here = london(at), london(today)
    ago = (here.date() - day.date()).days
    named = {0: "today", 1: "yesterday"}.get(ago) or (f"on {day:%A}" if ago < 7 else f"on {day:%A} {day.day} {day:%B}")
    return f"{named} at {day:%H:%M}"


def find_draft(by: Membership, form: str, key: str) -> Draft | None:
    """One's own draft of that form with that key."""
    return db.session.scalars(scope.visible_drafts(by).where(Draft.form == form, Draft.key == key)).first()


def store_draft(typed: Typed, by: Membership) -> Draft | Refusal:
    """Write down what was typed, or say why not; the caller commits."""
    draft = find_draft(by, typed.form, typed.key)
    others = 0
    if draft is None:
        mine = scope.visible_drafts(by).with_only_columns(Draft.id).subquery()
        others = db.session.scalar(select(func.count()).select_from(mine)) or 0
    refusal = why_not_keep(typed, others)
    if refusal is not None:
        return refusal
    draft = keep_draft(draft, typed, by=by, at=now())
    db.session.add(draft)
    db.session.flush()
    return draft


def keep_what_was_sent(by: Membership) -> str | None:
    """Keep the form of this request, which could not be saved; the address where its author goes on. The caller commits."""
    key, page = sent_key(), _opened(request.form.get(PAGE))
    fields = [pair for pair in typed_fields() if pair[0].rpartition("-")[2] != VERSION]
    if key is None or page is None or not fields:
        return None
    versions = [value for name, value in request.form.items() if name.rpartition("-")[2] == VERSION]
    title = request.form.get(TITLE) or "What you were writing"
    typed = Typed(request.path, key, page, title, fields, versions[0] if versions else None)
    kept = store_draft(typed, by)
    return None if isinstance(kept, Refusal) else address_of(kept)


def whose() -> str | None:
    """A word that is the same for pages of one person at one school only; it says nothing about who it is."""
    if g.get("viewer") is None:
        return None
    who = f"{g.viewer.id}/{g.viewer.membership.staff_id}"
    secret = current_app.config["AMENDS"].secret
    return hmac.new(secret.encode(), who.encode(), hashlib.sha256).hexdigest()[:20]
