"""What somebody was told, as far as they still may read it."""

from __future__ import annotations

from app.casework import scope
from app.casework.notice import Notice, NoticeKind
from tests.cast import Cast


def kinds_of(cast: Cast, role: str) -> list[NoticeKind]:
    """What somebody was told, in order, of what they still see."""
    found = scope.visible_notices(cast.member(role)).with_only_columns(Notice.kind).order_by(Notice.id)
    return list(cast.session.scalars(found))
