"""Which days and which year the patterns are of, and the window of the view of those who meet again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.web.forms.filters import Choice, Day, Filters, Words

LONGEST = timedelta(days=400)


class PatternFilters(Filters):
    """A term, or any days of at most a school year; one year group or all."""

    term = Choice("Term", blank="This term")
    since = Day("From")
    until = Day("To")
    year = Choice("Year")

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuses a range of more than 400 days: patterns are of a term or a year."""
        if not super().validate(extra_validators):
            return False
        since, until = self.since.data, self.until.data
        if since and until and until - since > LONGEST:
            self.until.errors = [*self.until.errors, "That is more than a school year. Choose fewer days."]
            return False
        return True


class TogetherFilters(Filters):
    """How far back, which year, whose name."""

    window = Choice("Within", [("90", "90 days")], blank="30 days")
    kind = Choice("Who", [("pairs", "Pairs"), ("groups", "Groups")], blank="Both")
    year = Choice("Year")
    words = Words("Name")
