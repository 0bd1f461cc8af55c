"""What a report says about itself: whose words, which copy, how far on its way to publication.

A cover holds no figure: figures come from the snapshot alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

DRAFT_MARK = "DRAFT, not published"
RESTRICTED_MARK = "RESTRICTED COPY, true counts: not for publication"
RESTRICTED_DRAFT_MARK = "RESTRICTED COPY OF A DRAFT, true counts: not for publication"


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The frame of one report. `status` of a restricted copy is that of the report of which it is the copy.

    `phase` and `nation` choose the national rate and the words. `commentary` is the school's own text on what else
    changed this year (plain text, blank lines part paragraphs). `context` holds counts for the method note:
    avoided_with_out_of_lessons, candidate_pupils, candidates_under_new_policy, probable_not_restorative_total,
    excluded_without_entry, reports_compared, probable_not_restorative_excluded, indicated_without_threshold (restricted copy only),
    groups_on_roll (pupils in the groups of section 6, whatever the census gave), groups_as_at (a date).
    `event_head` is the hash at the head of the school's chain of history on the day of the report.
    `digest` is the SHA-256 of the cover as it is kept with a published report; it is not a part of what it covers.
    """

    phase: str
    nation: str = "England"
    school_days_note: str = ""
    commentary: str = ""
    approved_by: str | None = None
    published_on: date | None = None
    status: Literal["draft", "published"] = "draft"
    context: Mapping[str, object] | None = None
    restricted: bool = False
    event_head: str | None = None
    digest: str | None = None

    @property
    def mark(self) -> str:
        """The words on every page; empty for a published governors' copy."""
        if self.restricted:
            return RESTRICTED_MARK if self.status == "published" else RESTRICTED_DRAFT_MARK
        return "" if self.status == "published" else DRAFT_MARK

    def count(self, key: str) -> int | None:
        """A count of the context, None if it was not given."""
        value = (self.context or {}).get(key)
        return value if isinstance(value, int) else None
