"""The filters of the other lists: check-ins, conferences, registers, circles, training."""

from __future__ import annotations

from app.web.forms.choices import EXCLUSION_WORDS, OUT_OF_LESSONS_WORDS
from app.web.forms.filters import Choice, Day, Filters, Words

PURPOSES = [("community", "Community"), ("check_in", "Check-in"), ("learning", "Learning")]


class CheckInFilters(Filters):
    """What is to be asked, of whom; without a state those that are promised and not yet held."""

    words = Words("Name")
    whose = Choice("Asked by", [("me", "Me")], blank="Anybody")
    state = Choice(
        "State",
        [("overdue", "Overdue"), ("week", "This week"), ("held", "Held"), ("unsafe", "Not feeling safe"),
         ("skipped", "Skipped")],
        blank="To be held",
    )  # fmt: skip
    since = Day("From")
    until = Day("To")


class ConferenceFilters(Filters):
    """Formal conferences by how far they are."""

    words = Words("Name")
    state = Choice(
        "State",
        [("planned", "Planned"), ("held", "Held"), ("declined", "Declined"), ("stopped", "Stopped"),
         ("cancelled", "Cancelled")],
    )  # fmt: skip
    whose = Choice("Led by", [("me", "Me")], blank="Anybody")
    since = Day("From")
    until = Day("To")


class ExclusionFilters(Filters):
    """The exclusions register."""

    words = Words("Name")
    kind = Choice("Kind", EXCLUSION_WORDS.items())
    state = Choice("Status", [("stands", "Stands"), ("cancelled", "Cancelled")])
    year = Choice("Year")
    since = Day("From")
    until = Day("To")


class OutOfLessonsFilters(Filters):
    """The other ways to be out of lessons."""

    words = Words("Name")
    kind = Choice("Kind", OUT_OF_LESSONS_WORDS.items())
    state = Choice("Now", [("still", "Still out of lessons"), ("ended", "Ended"), ("cancelled", "Cancelled")])
    year = Choice("Year")
    since = Day("From")
    until = Day("To")


class CircleFilters(Filters):
    """Proactive circles."""

    words = Words("Group")
    purpose = Choice("Purpose", PURPOSES)
    whose = Choice("Keeper", [("me", "Me")], blank="Anybody")
    since = Day("From")
    until = Day("To")


class TrainingFilters(Filters):
    """Courses and how long they are valid."""

    words = Words("Who or course")
    state = Choice("Now", [("current", "Current"), ("soon", "Ends within 60 days"), ("past", "Not current any more")])
    since = Day("From")
    until = Day("To")
