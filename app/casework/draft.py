"""Drafts: what somebody has typed into a form and not saved yet. Seen by its author alone.

A draft is not entered: it is in no bundle, no history and no report, and nobody else can open it, whatever their
role (scope.py). It goes when its form is saved, when its author throws it away, or after `KEPT_DAYS` days.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten

from sqlalchemy import String, Text, UniqueConstraint, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.casework.refusals import Refusal
from app.casework.staff import Membership
from app.casework.table import InSchool, Instant, Table, belongs, indexed, of_school

KEPT_DAYS = 30
LONGEST = 64_000  # characters of all fields together
MOST_FIELDS = 400
MOST_OF_ONE_AUTHOR = 60
EXCERPT = 60
PREFILLED = {"location"}  # where its author was last: tells nobody which draft this is
_SENTENCE = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")

Fields = Sequence[tuple[str, str]]


class Draft(InSchool, Table):
    """What stands in one form. `form`: where the form is sent to; `page`: where it stands, with its query;
    `key`: the form's one-time key, the same until it is saved; `seen_version`: of the record it was opened on."""

    __tablename__ = "drafts"
    __table_args__ = of_school(
        belongs("staff_id", "staff"),
        UniqueConstraint("school_id", "staff_id", "form", "key"),
        indexed("staff_id", "saved_at"),
    )

    staff_id: Mapped[int]
    form: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(43))
    page: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(120))
    fields: Mapped[str] = mapped_column(Text)
    seen_version: Mapped[str | None] = mapped_column(String(20))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    saved_at: Mapped[datetime] = mapped_column(Instant)

    def typed(self) -> list[tuple[str, str]]:
        """Names and values, in the order of the form."""
        return [(str(name), str(value)) for name, value in json.loads(self.fields)]

    @property
    def excerpt(self) -> str:
        """The beginning of the longest sentence in it, so that its author knows which one it is. Keys, dates and single
        words, which may have been filled in beforehand, tell nobody anything."""
        sentences = (value for name, value in self.typed() if name not in PREFILLED and _SENTENCE.search(value))
        return shorten(max(sentences, key=len, default=""), EXCERPT, placeholder="…")


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it stands in somebody's browser."""

    form: str
    key: str
    page: str
    title: str
    fields: Fields
    seen_version: str | None = None


def why_not_keep(typed: Typed, others: int) -> Refusal | None:
    """Refuses what is longer than `LONGEST` characters (`draft_too_long`), and more than `MOST_OF_ONE_AUTHOR`
    drafts of one author (`too_many_drafts`; `others`: how many other ones there are)."""
    length = sum(len(name) + len(value) for name, value in typed.fields)
    if length > LONGEST or len(typed.fields) > MOST_FIELDS or len(typed.form) > 200 or len(typed.page) > 400:
        return Refusal("draft_too_long", "This is too long to be kept as a draft. Save it, or copy it elsewhere.")
    if others >= MOST_OF_ONE_AUTHOR:
        return Refusal(
            "too_many_drafts",
            f"You have {others} drafts already. Save or throw away some of them on the page of your account.",
        )
    return None


def keep_draft(draft: Draft | None, typed: Typed, *, by: Membership, at: datetime) -> Draft:
    """Write down what was typed: over `draft`, the one of the same form and key, or as a new one."""
    if draft is None:
        draft = Draft(school_id=by.school_id, staff_id=by.staff_id, form=typed.form, key=typed.key, begun_at=at)
    draft.page, draft.title, draft.saved_at = typed.page, typed.title[:120], at
    draft.seen_version = typed.seen_version[:20] if typed.seen_version else None
    draft.fields = json.dumps(list(typed.fields), ensure_ascii=False)
    return draft


def sweep_drafts(session: Session, *, at: datetime) -> None:
    """Remove drafts that nobody has touched for `KEPT_DAYS` days."""
    session.execute(delete(Draft).where(Draft.saved_at < at - timedelta(days=KEPT_DAYS)))
