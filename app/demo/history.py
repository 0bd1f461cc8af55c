"""Three years of a school's cases, invented: most met on the spot, some in a meeting, a few before the head.

Rates come near the national secondary ones (statutory.md 3): about 22 suspensions and a quarter of a permanent
exclusion per 100 pupils and year.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random

from app.demo.roll import Child
from app.demo.year import CATEGORIES, Row

PLACES = ("corridor", "yard", "canteen", "classroom", "sports hall", "bus bay", "library")
WHAT = {
    "physical": "One pushed the other while the queue was moving.",
    "verbal": "Words were said that hurt, loud enough for the group to hear.",
    "disruption": "The lesson stopped three times while others were trying to work.",
    "property": "A bag was thrown and what was in it broke.",
    "online": "A picture was passed on in a group chat after school.",
}
ACTIONS = (
    "Walks in by the other door and leaves the queue free",
    "Writes down what happened and reads it out",
    "Helps to tidy the room after lunch for a week",
    "Keeps a seat free and says so",
    "Deletes the picture and asks the group to do the same",
)
TEACHERS = ("T-OKO", "T-VAL")
LEAD, DEPUTY, HEAD, FACILITATOR = "P-NAI", "H-BEV", "H-MAR", "F-MUN"
# Severity 1 to 5, and of the serious ones the share that goes the restorative way, by academic year.
SEVERITIES = (73.0, 19.0, 6.3, 1.6, 0.1)
RESTORATIVE = {2023: 0.0, 2024: 0.10, 2025: 0.16, 2026: 0.18}


class History:
    """Rows by file, as they are invented; nothing after `until` is ever written."""

    def __init__(self, random: Random, pupils: list[Child], days: list[date], until: date) -> None:
        self.random, self.until, self.days = random, until, days
        self.pupils = pupils
        self.files: defaultdict[str, list[Row]] = defaultdict(list)
        self.numbers: defaultdict[int, int] = defaultdict(int)
        self.pools: dict[int, tuple[list[Child], list[float]]] = {}

    def tell(self, each_day: float) -> None:
        """Invent `each_day` incidents a school day on average."""
        for day in self.days:
            for _ in range(int(each_day) + (self.random.random() < each_day % 1)):
                self._incident(day)

    def _pair(self, day: date) -> tuple[Child, Child]:
        year = day.year if day.month >= 8 else day.year - 1
        if year not in self.pools:
            there = [
                c
                for c in self.pupils
                if c.starts <= date(year, 9, 1) and (c.ends is None or c.ends >= date(year + 1, 7, 1))
            ]
            self.pools[year] = (there, [c.weight for c in there])
        there, weights = self.pools[year]
        first = self.random.choices(there, weights)[0]
        second = self.random.choice(there)
        return (first, second) if first is not second else self._pair(day)

    def after(self, day: date, school_days: int) -> date | None:
        """The school day so many after, or None where that is past the end of the history."""
        place = bisect_left(self.days, day + timedelta(days=1)) + school_days - 1
        return self.days[place] if place < len(self.days) else None

    def _incident(self, day: date) -> None:
        random = self.random
        caused, harmed = self._pair(day)
        severity = random.choices((1, 2, 3, 4, 5), SEVERITIES)[0]
        self.numbers[day.year] += 1
        reference = f"{day.year}-{self.numbers[day.year]:04d}"
        at = datetime.combine(day, time(8, 45)) + timedelta(minutes=random.randrange(380))
        category = random.choice(CATEGORIES)
        self.files["incidents"].append(
            {
                "incident": reference, "case": reference, "occurred_at": _written(at), "time_is_exact": "yes",
                "logged_at": _written(at + timedelta(minutes=random.randrange(5, 90))), "logged_by": random.choice(TEACHERS),
                "category": category, "severity": str(severity), "location": random.choice(PLACES),
                "what_happened": WHAT[category], "immediate_action": "Separated and calmed",
            }
        )  # fmt: skip
        for person, role in ((caused.key, "caused_harm"), (harmed.key, "was_harmed")):
            self.files["involvements"].append({"incident": reference, "person": person, "role": role})
        if severity >= 3:
            self._before_the_head(reference, caused, harmed, at, severity)
        elif severity == 2 and random.random() < 0.7:
            kind = random.choices(("impromptu_conference", "affective_questions", "circle"), (6, 3, 1))[0]
            self._met(reference, caused, harmed, at, kind, LEAD)
        else:
            self._on_the_spot(reference, caused, at)

    def _case(
        self, reference: str, at: datetime, status: str, closed: datetime | None = None, reason: str = ""
    ) -> None:
        row = {
            "case": reference,
            "opened_at": _written(at),
            "owner": LEAD,
            "confidentiality": "standard",
            "status": status,
        }
        if closed is not None:
            row |= {"closed_at": _written(closed), "closing_reason": reason, "harmed_told_at": _written(closed)}
        self.files["cases"].append(row)

    def _on_the_spot(self, reference: str, caused: Child, at: datetime) -> None:
        said = at + timedelta(minutes=5)
        row = {"response": f"{reference}-R01", "case": reference, "kind": "affective_statement", "status": "held"}
        self.files["responses"].append(row | {"held_at": _written(said), "led_by": self.random.choice(TEACHERS)})
        self.files["participants"].append(
            {"response": f"{reference}-R01", "person": caused.key, "took_part": "yes", "declined_by_them": "no"}
        )
        self._case(reference, at, "closed", said + timedelta(minutes=90), "met_on_the_spot")

    def _met(
        self, reference: str, caused: Child, harmed: Child, at: datetime, kind: str, leader: str, wait: int = 1
    ) -> None:
        """A meeting after `wait` school days, an agreement, its actions and check-ins, as far as time has come."""
        day = self.after(at.date(), wait + self.random.randrange(3))
        if day is None:
            return self._case(reference, at, "in_response")
        response = f"{reference}-R01"
        held = datetime.combine(day, time(13, 10)) + timedelta(minutes=self.random.randrange(90))
        row = {"response": response, "case": reference, "kind": kind, "planned_for": _written(held), "led_by": leader}
        if self.random.random() < 0.08:
            self.files["responses"].append(row | {"status": "declined"})
            declined = {"response": response, "person": harmed.key, "took_part": "no", "declined_by_them": "yes"}
            self.files["participants"].append(declined)
            return self._case(reference, at, "closed", held, "declined")
        self.files["responses"].append(
            row | {"status": "held", "held_at": _written(held), "chosen_because": "Everyone willing"}
        )
        for person, level in ((caused.key, ""), (harmed.key, "meets")):
            self.files["participants"].append(
                {
                    "response": response,
                    "person": person,
                    "took_part": "yes",
                    "participation_level": level,
                    "declined_by_them": "no",
                }
            )
        return self._agreement(reference, response, caused, harmed, at, held)

    def _agreement(
        self, reference: str, response: str, caused: Child, harmed: Child, at: datetime, held: datetime
    ) -> None:
        agreement, random = f"{reference}-A01", self.random
        due = self.after(held.date(), 5 + random.randrange(8))
        review = due or held.date() + timedelta(days=14)
        self.files["agreements"].append(
            {"agreement": agreement, "response": response, "made_on": held.date().isoformat(),
             "review_on": review.isoformat(), "follow_up_owner": LEAD}
        )  # fmt: skip
        ended = due is not None and due <= self.until
        status = (
            random.choices(("done_verified", "not_done", "no_longer_wanted"), (90, 6, 4))[0] if ended else "planned"
        )
        action = {"agreement": agreement, "number": "1", "what": random.choice(ACTIONS), "by": caused.key, "for": harmed.key,
                  "adult_support": "A reminder in the morning", "due_on": review.isoformat(), "status": status}  # fmt: skip
        if ended and due:
            action |= {"status_on": due.isoformat(), "verified_by": LEAD if status == "done_verified" else ""}
        self.files["actions"].append(action)
        self._check_ins(reference, harmed, held.date())
        closing = self.after(held.date(), 30)
        if ended and closing is not None:
            kept = "agreement_not_kept" if status == "not_done" else "agreement_kept"
            self._case(reference, at, "closed", datetime.combine(closing, time(15, 30)), kept)
        else:
            self._case(reference, at, "follow_up")

    def _check_ins(self, reference: str, harmed: Child, made_on: date) -> None:
        for school_days in (2, 10):
            due = self.after(made_on, school_days)
            if due is None:
                continue
            row = {"case": reference, "person": harmed.key, "due_on": due.isoformat()}
            if due < self.until or self.random.random() < 0.3:
                safe = self.random.choices(("yes", "unsure", "no"), (88, 9, 3))[0]
                right = self.random.choices(("yes", "partly", "no"), (76, 18, 6))[0]
                row |= {"held_on": due.isoformat(), "held_by": LEAD, "safe": safe, "put_right": right}
            self.files["check_ins"].append(row)

    def _before_the_head(self, reference: str, caused: Child, harmed: Child, at: datetime, severity: int) -> None:
        random, year = self.random, at.year if at.month >= 8 else at.year - 1
        late = datetime.combine(at.date(), time(15, 40)) + timedelta(minutes=random.randrange(60))
        sanction = "permanent_exclusion" if severity == 5 else "suspension"
        days = "" if severity == 5 else str(1 if severity == 3 else random.choice((2, 3, 4)))
        version = "v2" if at.date() >= date(2025, 9, 1) else "v1"
        self.files["thresholds"].append(
            {"incident": reference, "pupil": caused.key, "sanction": sanction, "school_days": days,
             "clause": f"{version}, {severity}", "confidence": "probable" if random.random() < 0.85 else "possible",
             "recorded_by": DEPUTY, "recorded_at": _written(late)}
        )  # fmt: skip
        roll = random.random()
        decided = late + timedelta(minutes=30)
        fair = {"who_was_asked": "The pupil, the family, the form tutor", "reason_given": "Weighed with what happened before",
                "what_next": "The next step within five school days"}  # fmt: skip
        row = {"incident": reference, "pupil": caused.key, "decided_by": HEAD, "decided_at": _written(decided), **fair}
        if roll < RESTORATIVE.get(year, 0.0):
            self.files["decisions"].append(row | {"decision": "restorative"})
            return self._met(reference, caused, harmed, at, "formal_conference", FACILITATOR, wait=6)
        if roll < RESTORATIVE.get(year, 0.0) + 0.07:
            self.files["decisions"].append(row | {"decision": "other_sanction"})
            self._out_of_lessons(caused, at.date())
            return self._case(reference, at, "closed", decided + timedelta(days=1), "other_sanction")
        self.files["decisions"].append(row | {"decision": "exclude_permanently" if severity == 5 else "suspend"})
        self._register(reference, caused, at.date(), severity, days)
        return self._case(reference, at, "closed", decided + timedelta(days=1), "other_sanction")

    def _register(self, reference: str, caused: Child, day: date, severity: int, days: str) -> None:
        start = self.after(day, 1)
        if start is None:
            return
        row = {"exclusion": f"X-{reference}", "pupil": caused.key, "kind": "permanent" if severity == 5 else "suspension",
               "starts_on": start.isoformat(), "reasons": self.random.choice(("PP", "VA", "DB", "DM")), "incident": reference}  # fmt: skip
        self.files["exclusions"].append(row | ({} if severity == 5 else {"sessions": str(int(days) * 2)}))

    def _out_of_lessons(self, caused: Child, day: date) -> None:
        kinds = ("internal_removal", "reduced_timetable", "sent_home", "off_site_direction")
        kind = self.random.choices(kinds, (80, 8, 8, 4))[0]
        until = (self.after(day, 5) or day) if kind == "reduced_timetable" else day
        sessions = "5" if kind == "reduced_timetable" else "2"
        self.files["out_of_lessons"].append(
            {"pupil": caused.key, "kind": kind, "from": day.isoformat(), "to": until.isoformat(), "sessions": sessions}
        )


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")
