"""The label of every view, and the guard that reads it before each request.

A view says directly under its route who may call it: `@needs(permission)`, `@signed_in` or `@open_to_all`. A view
without a label stops the app from starting, and the guard refuses it should it slip in later. Roles, leaving dates
and revoked sessions are read anew with each request, so that a change takes effect at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Unauthorized

from app.casework.permissions import Permission
from app.casework.staff import Membership
from app.db import begin_writing, db
from app.web import once
from app.web.kept import keep_what_was_sent
from app.web.session import member_of_ended_session

V = TypeVar("V", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OUR_SITES = (None, "same-origin", "none")


class Unlabelled(Exception):
    """A view that does not say who may call it."""


@dataclass(frozen=True, slots=True)
class Label:
    """Who may call a view: anybody (`is_open`), or members holding any of `permissions` (none: every member)."""

    is_open: bool = False
    permissions: frozenset[Permission] = frozenset()

    def admits(self, member: Membership | None) -> bool:
        """Whether this member, or nobody signed in, may call the view."""
        if self.is_open:
            return True
        return member is not None and (not self.permissions or any(map(member.may, self.permissions)))


def needs(*permissions: Permission) -> Callable[[V], V]:
    """Label a view for members who hold any one of these permissions that day; others get 403."""
    if not permissions:
        raise Unlabelled("needs() names at least one permission; a view for every member is @signed_in")
    return _labelled(Label(permissions=frozenset(permissions)))


def signed_in(view: V) -> V:
    """Label a view for every member of a school."""
    return _labelled(Label())(view)


def open_to_all(view: V) -> V:
    """Label a view that shows nothing about anybody, for people who are not signed in as well."""
    return _labelled(Label(is_open=True))(view)


def _labelled(label: Label) -> Callable[[V], V]:
    def put(view: V) -> V:
        view.access_label = label  # type: ignore[attr-defined]
        return view

    return put


def label_of(view: Callable[..., Any] | None) -> Label | None:
    """The label of a view, None where it has none."""
    label = getattr(view, "access_label", None)
    return label if isinstance(label, Label) else None


def check_labels(app: Flask) -> None:
    """Refuse to start (Unlabelled) while any endpoint of the app lacks its label."""
    bare = sorted(name for name, view in app.view_functions.items() if label_of(view) is None)
    if bare:
        raise Unlabelled(f"Who may call these views? Add @needs, @signed_in or @open_to_all: {', '.join(bare)}")


def me() -> Membership:
    """The signed-in member as they stand today; only inside a view that is not open to all."""
    viewer = g.get("viewer")
    if viewer is None:
        raise Unauthorized()
    return viewer.membership  # type: ignore[no-any-return]


def guard() -> ResponseReturnValue | None:
    """Decide before each request: 303 to the sign-in page (GET) or 401 for nobody, 400 without a valid token,
    403 without the permission. A writing request takes the write lock before it reads anything, and the one-time key of
    its form, so that a form sent twice is answered twice and done once."""
    g.viewer = None
    if request.endpoint is None:
        return None
    label = label_of(current_app.view_functions.get(request.endpoint))
    if label is None:
        raise Unlabelled(request.endpoint)
    if is_writing():
        begin_writing(db.session())
    g.viewer = current_user._get_current_object() if current_user.is_authenticated else None
    if g.viewer is None and not label.is_open:
        return _ask_to_sign_in()
    if is_writing():
        _check_origin()
    if g.viewer is not None and g.viewer.must_set_up_factor and not (label.is_open or _is_for_signing_in()):
        return redirect("/me/second-factor", 303) if not is_writing() else abort(403)
    if not label.admits(g.viewer.membership if g.viewer else None):
        abort(403)
    return once.begin() if is_writing() else None


def is_writing() -> bool:
    """Whether this request may change something."""
    return request.method not in SAFE_METHODS


def _is_for_signing_in() -> bool:
    return request.blueprint == "second_factor" or request.endpoint == "sign_in.sign_out"


def _check_origin() -> None:
    if request.headers.get("Sec-Fetch-Site") not in OUR_SITES:
        abort(400)
    current_app.extensions["csrf"].protect()


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method not in ("GET", "HEAD"):
        going_on = _keep_what_was_typed()
        session.clear()
        return make_response(render_template("errors/401.html", going_on=going_on), 401)
    session.clear()
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("sign_in.sign_in", next=wanted if wanted != "/" else None), 303)


def _keep_what_was_typed() -> str | None:
    """Where somebody goes on after signing in again; only for whom the cookie still names, and a form of our own page."""
    member = member_of_ended_session()
    if member is None or request.headers.get("Sec-Fetch-Site") not in OUR_SITES:
        return None
    try:
        current_app.extensions["csrf"].protect()
    except CSRFError:
        return None
    href = keep_what_was_sent(member)
    db.session.commit()
    return href


def own_path(wanted: str | None) -> str:
    """`wanted` if it is a path of ours that can be opened, else Home: nobody is sent to another site."""
    if not wanted or any(ord(c) < 33 or c in "\\" or ord(c) == 127 for c in wanted):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    adapter = current_app.create_url_adapter(request)
    is_ours = adapter is not None and adapter.test(parts.path, method="GET")
    return wanted if is_ours else "/"
