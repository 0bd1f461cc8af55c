"""Three years of a school's cases, invented: most met on the spot, some in a meeting, a few before the head.

Rates come near the national secondary ones (statutory.md 3): about 22 suspensions and a quarter of a permanent
exclusion per 100 pupils and year.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from app.demo import stories
from app.demo.repair import Repair
from app.demo.roll import Child
from app.demo.year import CATEGORIES, Row, academic_year_of, policy_version_on, written

TEACHERS = (
    "T-OKO", "T-VAL", "T-HAL", "T-DRU", "T-SET", "T-FON", "T-ABD", "T-GRE", "T-LUN", "T-KER", "T-BAP", "T-WAR",
)  # fmt: skip
LOWER, UPPER, DEPUTY, HEAD = "P-NAI", "P-ZIE", "H-BEV", "H-MAR"
FACILITATORS = ("F-MUN", "F-ACH")
# Severity 1 to 5, and of the serious ones the share that goes the restorative way, by years before this one.
SEVERITIES = (73.0, 19.0, 6.3, 1.6, 0.1)
SAME_TWO_AGAIN = 0.05
RESTORATIVE = {3: 0.0, 2: 0.10, 1: 0.16, 0: 0.18}


class History:
    """Rows by file, as they are invented; nothing after `until` (the last full school day) is ever written."""

    def __init__(self, random: Random, pupils: list[Child], days: list[date], on: date) -> None:
        self.random, self.days, self.on = random, days, on
        self.until = days[-1]
        self.pupils = pupils
        self.files: defaultdict[str, list[Row]] = defaultdict(list)
        self.numbers: defaultdict[int, int] = defaultdict(int)
        self.recent: deque[tuple[Child, Child]] = deque(maxlen=120)
        self.pools: dict[int, tuple[list[Child], list[float]]] = {}

    def tell(self, each_day: float) -> None:
        """Invent `each_day` incidents a school day on average."""
        for day in self.days:
            if day.month == 9 and day.day < 10:
                self.recent.clear()  # a new year: new groups, and some have left
            count = int(each_day) + (self.random.random() < each_day % 1)
            for minutes in sorted(self.random.randrange(380) for _ in range(count)):
                self._incident(datetime.combine(day, time(8, 45)) + timedelta(minutes=minutes))

    def _pair(self, day: date) -> tuple[Child, Child]:
        """Who caused harm and who was harmed: mostly of one year, and now and then the same two again, as in life."""
        if self.recent and self.random.random() < SAME_TWO_AGAIN:
            return self.random.choice(self.recent)
        there, weights = self._pool(academic_year_of(day))
        first = self.random.choices(there, weights)[0]
        near = [other for other in self.random.sample(there, 8) if other.starts == first.starts]
        second = near[0] if near else self.random.choice(there)
        return (first, second) if first is not second else self._pair(day)

    def _pool(self, year: int) -> tuple[list[Child], list[float]]:
        if year not in self.pools:
            last = date(year + 1, 7, 1)
            there = [c for c in self.pupils if c.starts <= date(year, 9, 1) and (c.ends is None or c.ends >= last)]
            self.pools[year] = (there, [c.weight for c in there])
        return self.pools[year]

    def after(self, day: date, school_days: int) -> date | None:
        """The school day so many after, or None where that is past the end of the history."""
        place = bisect_left(self.days, day + timedelta(days=1)) + school_days - 1
        return self.days[place] if place < len(self.days) else None

    def add(self, file: str, **row: str) -> None:
        """One row of one file."""
        self.files[file].append(row)

    def _incident(self, at: datetime) -> None:
        random = self.random
        caused, harmed = self._pair(at.date())
        self.recent.append((caused, harmed))
        severity = random.choices((1, 2, 3, 4, 5), SEVERITIES)[0]
        self.numbers[at.year] += 1
        reference = f"{at.year}-{self.numbers[at.year]:04d}"
        category = random.choice(CATEGORIES)
        self.add(
            "incidents",
            incident=reference, case=reference, occurred_at=written(at), time_is_exact="yes",
            logged_at=written(at + timedelta(minutes=random.randrange(5, 90))), logged_by=random.choice(TEACHERS),
            category=category, severity=str(severity), location=random.choice(stories.PLACES),
            what_happened=random.choice(stories.WHAT[category]), immediate_action=random.choice(stories.AT_ONCE),
        )  # fmt: skip
        for person, role in ((caused.key, "caused_harm"), (harmed.key, "was_harmed")):
            self.add("involvements", incident=reference, person=person, role=role)
        lead = LOWER if academic_year_of(at.date()) - caused.starts.year < 3 else UPPER
        repair = Repair(self, reference, category, caused, harmed, at, lead)
        if severity >= 3:
            self._before_the_head(repair, severity)
        elif severity == 2 and random.random() < 0.7:
            kind = random.choices(("impromptu_conference", "affective_questions", "circle"), (6, 3, 1))[0]
            repair.meet(kind, lead)
        else:
            repair.meet_on_the_spot(random.choice(TEACHERS))

    def _before_the_head(self, repair: Repair, severity: int) -> None:
        random, at = self.random, repair.at
        late = datetime.combine(at.date(), time(15, 40)) + timedelta(minutes=random.randrange(60))
        days = "" if severity == 5 else str(1 if severity == 3 else random.choice((2, 3, 4)))
        self.add(
            "thresholds",
            incident=repair.reference, pupil=repair.caused.key, school_days=days,
            sanction="permanent_exclusion" if severity == 5 else "suspension",
            clause=f"{policy_version_on(at.date(), self.on)}, {repair.category} {severity}",
            confidence="probable" if random.random() < 0.85 else "possible",
            recorded_by=DEPUTY, recorded_at=written(late),
        )  # fmt: skip
        share = RESTORATIVE.get(academic_year_of(self.on) - academic_year_of(at.date()), 0.0)
        decided, chance = late + timedelta(minutes=30), random.random()
        if chance < share:
            self._decide(repair, decided, "restorative")
            return repair.meet("formal_conference", random.choice(FACILITATORS), wait=6)
        if chance < share + 0.07:
            self._decide(repair, decided, "other_sanction")
            self._out_of_lessons(repair.caused, at.date())
        else:
            self._decide(repair, decided, "exclude_permanently" if severity == 5 else "suspend")
            self._register(repair.reference, repair.caused, at.date(), severity, days)
        next_day = self.after(decided.date(), 1)
        if next_day is None:
            return repair.open_case("triage")  # closed on a day that has not come yet
        return repair.open_case("closed", closed=datetime.combine(next_day, decided.time()), reason="other_sanction")

    def _decide(self, repair: Repair, at: datetime, decision: str) -> None:
        self.add(
            "decisions",
            incident=repair.reference, pupil=repair.caused.key, decided_by=HEAD, decided_at=written(at), decision=decision,
            who_was_asked=self.random.choice(stories.ASKED), reason_given=self.random.choice(stories.REASONS),
            what_next=self.random.choice(stories.NEXT),
        )  # fmt: skip

    def _register(self, reference: str, caused: Child, day: date, severity: int, days: str) -> None:
        start = self.after(day, 1)
        if start is None:
            return
        self.add(
            "exclusions",
            exclusion=f"X-{reference}", pupil=caused.key, kind="permanent" if severity == 5 else "suspension",
            starts_on=start.isoformat(), reasons=self.random.choice(("PP", "VA", "DB", "DM")), incident=reference,
            **({} if severity == 5 else {"sessions": str(int(days) * 2)}),
        )  # fmt: skip

    def _out_of_lessons(self, caused: Child, day: date) -> None:
        kinds = ("internal_removal", "reduced_timetable", "sent_home", "off_site_direction")
        kind = self.random.choices(kinds, (80, 8, 8, 4))[0]
        is_long = kind == "reduced_timetable"
        until = (self.after(day, 5) or day) if is_long else day
        row = {"pupil": caused.key, "kind": kind, "from": day.isoformat(), "to": until.isoformat()}
        self.files["out_of_lessons"].append(row | {"sessions": "5" if is_long else "2"})

    def circles(self) -> Iterable[Row]:
        """Proactive circles: four keepers, each with one group, one after another."""
        for number, day in enumerate(self.days[::3]):
            keeper, group, purpose = stories.CIRCLES[number % len(stories.CIRCLES)]
            yield {"held_on": day.isoformat(), "keeper": keeper, "group": group, "purpose": purpose,
                   "size": str(self.random.randrange(22, 30)), "minutes": "20"}  # fmt: skip
