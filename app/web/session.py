"""Sessions that live on the server: a random token in the signed cookie, its SHA-256 in the database, and nothing else.

One statement per request finds the session, the account, the member, acting headship and declared links, so that a
revoked session, a disabled account or a passed leaving date ends the power with the next request.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin
from sqlalchemy import Select, String, and_, bindparam, cast, func, or_, select, update

from app.casework.account import Account, UserSession
from app.casework.calendar import london
from app.casework.notice import Notice
from app.casework.permissions import ROLE_WORDS, WIDE_SIGHT, Permission, Role
from app.casework.prepared import TODAY
from app.casework.school import School
from app.casework.staff import ActingHead, DatedRole, DeclaredLink, Membership, StaffMember, membership_on
from app.casework.standing import standing_of
from app.config import Settings
from app.db import db
from app.web.clock import now
from app.web.read_log import ReadLog, Waiting

_READ_LOG = ReadLog()
TOKEN = "token"  # noqa: S105  (the name of a key, not a secret)
SEEN_EVERY = timedelta(minutes=1)

logins = LoginManager()
logins.session_protection = None


class Viewer(UserMixin):
    """Who is looking at the page: a membership, and what the frame of every page says about it."""

    def __init__(self, row: UserSession, school: School, membership: Membership, idle_minutes: int) -> None:
        self.id = row.account_id
        self.session_id = row.id
        self.last_seen_at = row.last_seen_at
        self.membership = membership
        self.name = membership.name
        self.school_name = school.name
        self.is_demonstration = school.is_demonstration
        self.idle_minutes = idle_minutes
        self.has_shortcuts = True
        self.confirmed_at = row.confirmed_at
        self.must_set_up_factor = False
        self.unread = 0

    @property
    def roles_in_words(self) -> str:
        """The roles held today, as people say them."""
        return ", ".join(sorted(ROLE_WORDS[role] for role in self.membership.roles))

    def can(self, permission: str) -> bool:
        """Whether a permission is held today, by its name in `permissions.py` in lower case: `log_incident`."""
        return self.membership.may(Permission[permission.upper()])


def hash_of(token: str) -> str:
    """What is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def idle_minutes_of(row: UserSession) -> int:
    """Minutes without a request after which this session ends."""
    settings = _settings()
    return settings.idle_minutes_shared if row.is_shared_computer else settings.idle_minutes_own


def is_live(row: UserSession, at: datetime) -> bool:
    """Whether a session is neither ended nor idle for too long nor too old."""
    idle = at - row.last_seen_at > timedelta(minutes=idle_minutes_of(row))
    old = at - row.started_at > timedelta(hours=_settings().longest_session_hours)
    return row.ended_at is None and not idle and not old


@logins.request_loader  # type: ignore[untyped-decorator, unused-ignore]
def load_viewer(_request: object) -> Viewer | None:
    """Whoever the cookie's token stands for, None for nobody; no token, no query."""
    token = session.get(TOKEN)
    if not token:
        return None
    at = now()
    found = db.session.execute(_session_with_member(), _places(token, at)).first()
    if found is None or not is_live(found[0], at):
        return None
    row, member, school = found[:3]
    acting: ActingHead | None = found[3]
    links, dated = (str(cell).split(";") if cell else [] for cell in found[4:6])
    on = london(at).date()
    membership = membership_on(
        member, on, at, [] if acting is None else [acting], map(int, links), [Role(word) for word in dated]
    )
    if membership is None:
        return None
    viewer = Viewer(row, school, membership, idle_minutes_of(row))
    has_factor, due_on, viewer.has_shortcuts, viewer.unread = found[6:10]
    viewer.must_set_up_factor = (
        school.factor_required
        and not has_factor
        and due_on is not None
        and due_on < on
        and membership.holds(*WIDE_SIGHT)
    )
    return viewer


def roles_today(member: StaffMember, at: datetime) -> Membership | None:
    """The power of somebody else at this moment: their listed roles, roles with dates, acting headship and links."""
    return standing_of(db.session(), member, at)


def _places(token: str, at: datetime) -> dict[str, object]:
    return {"token_hash": hash_of(token), "today": london(at).date()}


@cache
def _session_with_member() -> Select[Any]:
    """Prepared, because every page begins with it; its places are the token's hash and the day."""
    on = TODAY
    heads_today = and_(
        ActingHead.school_id == StaffMember.school_id,
        ActingHead.staff_id == StaffMember.id,
        ActingHead.starts_on <= on,
        or_(ActingHead.ends_on.is_(None), ActingHead.ends_on >= on),
    )
    linked = (
        select(func.aggregate_strings(cast(DeclaredLink.pupil_id, String), ";"))
        .where(DeclaredLink.school_id == StaffMember.school_id, DeclaredLink.staff_id == StaffMember.id)
        .correlate(StaffMember)
        .scalar_subquery()
    )
    dated = (
        select(func.aggregate_strings(cast(DatedRole.role, String), ";"))
        .where(DatedRole.school_id == StaffMember.school_id, DatedRole.staff_id == StaffMember.id)
        .where(or_(DatedRole.starts_on.is_(None), DatedRole.starts_on <= on))
        .where(or_(DatedRole.ends_on.is_(None), DatedRole.ends_on >= on))
        .correlate(StaffMember)
        .scalar_subquery()
    )
    return (
        select(
            UserSession, StaffMember, School, ActingHead, linked, dated,
            Account.totp_secret.is_not(None), Account.factor_due_on, Account.has_shortcuts, _unread(),
        )
        .join(Account, Account.id == UserSession.account_id)
        .join(StaffMember, and_(StaffMember.id == UserSession.staff_id, StaffMember.account_id == Account.id))
        .join(School, School.id == StaffMember.school_id)
        .outerjoin(ActingHead, heads_today)
        .where(
            UserSession.token_hash == bindparam("token_hash"),
            UserSession.ended_at.is_(None),
            UserSession.awaits_code.is_(False),
            Account.disabled_at.is_(None),
        )
    )  # fmt: skip


def _unread() -> Any:
    """How many notices the member has not read; from an index of exactly that."""
    found = select(func.count()).where(Notice.staff_id == StaffMember.id, Notice.read_at.is_(None))
    return found.correlate(StaffMember).scalar_subquery()


def member_of_ended_session() -> Membership | None:
    """Whose page this was: the member of a session that ran out within the last day and was not revoked."""
    token, at = session.get(TOKEN), now()
    found = db.session.execute(_session_with_member(), _places(token, at)).first() if token else None
    if found is None or at - found[0].last_seen_at > timedelta(days=1):
        return None
    return membership_on(found[1], london(at).date(), at)


def waiting_session(*, awaits_code: bool) -> UserSession | None:
    """A session whose password was right: the second factor is still to come (`awaits_code`), or the choice of school."""
    token = session.get(TOKEN)
    if not token:
        return None
    unchosen = (
        select(UserSession)
        .join(Account, Account.id == UserSession.account_id)
        .where(
            UserSession.token_hash == hash_of(token),
            UserSession.staff_id.is_(None),
            UserSession.awaits_code.is_(awaits_code),
            Account.disabled_at.is_(None),
        )
    )
    row = db.session.scalars(unchosen).first()
    return row if row is not None and is_live(row, now()) else None


def start_session(account_id: int, staff_id: int | None, *, is_shared: bool, awaits_code: bool = False) -> UserSession:
    """A new session with a new token, in the browser's cookie in place of whatever stood there before."""
    token = secrets.token_urlsafe(32)
    at = now()
    row = UserSession(
        token_hash=hash_of(token),
        account_id=account_id,
        staff_id=staff_id,
        started_at=at,
        last_seen_at=at,
        device=(request.user_agent.string or "unknown")[:200],
        is_shared_computer=is_shared,
        awaits_code=awaits_code,
        confirmed_at=None if awaits_code else at,
    )
    db.session.add(row)
    session.clear()
    session[TOKEN] = token
    return row


def end_sessions(because: str, *conditions: object) -> None:
    """Revoke the open sessions that `conditions` name; the cookie in any browser is worthless from then on."""
    open_ones = update(UserSession).where(UserSession.ended_at.is_(None), *conditions)  # type: ignore[arg-type]
    db.session.execute(open_ones.values(ended_at=now(), ended_because=because))


def write_behind(response: Response) -> Response:
    """Store the readings of this page, and that the session is in use, before the page is sent.

    The request's own transaction is ended first. If this fails there is no page (security.md, promise 4). A fetch by
    script (`Sec-Fetch-Dest: empty`) does not count as use, so that polling keeps nobody signed in; typing does.
    """
    readings = g.pop("readings", [])
    seen = _seen_by(g.get("viewer"))
    if not readings and seen is None:
        return response
    db.session.close()
    _READ_LOG.store(db.engine, Waiting(readings, seen, now()))
    return response


def _seen_by(viewer: Viewer | None) -> int | None:
    by_script = request.headers.get("Sec-Fetch-Dest") == "empty" and not g.get("is_in_use")
    if viewer is None or by_script:
        return None
    return viewer.session_id if now() - viewer.last_seen_at >= SEEN_EVERY else None


def _settings() -> Settings:
    settings: Settings = current_app.config["AMENDS"]
    return settings
