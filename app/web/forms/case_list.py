"""The filters of the list of cases."""

from __future__ import annotations

from app.casework.lifecycle import STAGE_WORDS
from app.web.forms.choices import KIND_WORDS
from app.web.forms.filters import Choice, Day, Filters, Words

STAGES = [("open", "Open"), *((stage.value, words) for stage, words in STAGE_WORDS.items())]
DUE = [("overdue", "Overdue"), ("week", "This week"), ("none", "Nothing due")]
SORTS = [("oldest", "Oldest first"), ("due", "Next due first")]


class CaseFilters(Filters):
    """Every filter is optional and kept in the address."""

    words = Words("Words")
    stage = Choice("Stage", STAGES)
    due = Choice("Due", DUE)
    owner = Choice("Owner", [("me", "Me"), ("nobody", "Nobody yet")], blank="Anybody")
    year = Choice("Year")
    group = Choice("Group")
    category = Choice("Kind of thing")
    place = Choice("Place")
    response = Choice("Response", KIND_WORDS.items())
    tag = Words("Tag")
    logged = Choice("Logged by", [("me", "Me")], blank="Anybody")
    since = Day("From")
    until = Day("To")
    sort = Choice("Sort", SORTS, blank="Newest first")
