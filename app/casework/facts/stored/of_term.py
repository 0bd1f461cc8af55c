"""What the figures of one term as at one day rest on, and little else.

The cases of the term are read in full. Of all other cases those are read whose candidates may matter: who may have
become avoided in the term, who was turned away in the year before its end, and the same for every term of which a
report was published, because published figures are reckoned again (figures.md 4, revisions).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.casework.agreement import Action, Agreement
from app.casework.calendar import Calendar, Term, term_or_refuse
from app.casework.case import Case
from app.casework.check_in import CheckIn
from app.casework.circle import Circle
from app.casework.facts import Facts
from app.casework.facts import readings as r
from app.casework.facts.lookups import TO_EXCLUDE
from app.casework.facts.reading import plain
from app.casework.facts.stored.asking import Asking, Read
from app.casework.facts.stored.repeats import Repeats
from app.casework.facts.stored.wanted import Days, Wanted
from app.casework.facts.stored.whole import OF_THE_SCHOOL
from app.casework.facts.uncollected import uncollected
from app.casework.incident import Incident, Involvement
from app.casework.response import Participant, Response
from app.casework.words import DecisionKind

FOLLOWED = timedelta(days=90)  # how long a pair is looked at for repeats (figures.md 4, harmed)
OF_RESPONSES = ((r.PARTICIPANTS, Participant.response_id), (r.AGREEMENTS, Agreement.response_id))


@uncollected()
def facts_for_term(session: Session, school_id: int, term: str, as_at: date) -> Facts:
    """What the figures of one term as at a day need: the same report as from `facts_of`, from fewer rows.

    Refuses with `no_such_term` a term that the school's calendar lacks.
    """
    asking = Asking(session, school_id)
    read = {**asking.all_of(*OF_THE_SCHOOL), "published": asking.published()}
    calendar = Calendar(read["calendar_rows"])
    found = term_or_refuse(calendar, term)
    wanted = Wanted(asking, read, calendar, found, _reckoned_again(read, calendar, as_at))
    _read_cases(asking, read, wanted)
    _add_incidents(asking, read, Repeats(asking, read, calendar, found).incidents())
    _add_incidents(asking, read, asking.among(r.INCIDENTS, Incident.id, _named_by_exclusions(read)))
    _add_incidents(asking, read, _after(asking, found))
    held = Days(found.starts_on, min(found.period_ends_on, as_at)).hold(plain(Circle.held_on))
    read["circles"] = asking.rows(r.CIRCLES, held)
    read["involvements"] = asking.among(
        r.INVOLVEMENTS, Involvement.incident_id, [row.incident for row in read["incidents"]]
    )
    return asking.facts(read)


def _reckoned_again(read: Read, calendar: Calendar, as_at: date) -> list[Term]:
    """The terms of which a report was published by the day."""
    names = {row.term for row in read["published"] if row.published_on <= as_at}
    return [term for term in calendar.terms if term.full_name in names]


def _read_cases(asking: Asking, read: Read, wanted: Wanted) -> None:
    """The cases in full, but for check-ins of cases that have no incident in the term: no figure asks for those."""
    of_term = wanted.cases_of_term()
    cases = of_term | wanted.other_cases()
    read["incidents"] = asking.among(r.INCIDENTS, Incident.case_id, cases)
    read["cases"] = asking.among(r.CASES, Case.id, cases)
    read["responses"] = asking.among(r.RESPONSES, Response.case_id, cases)
    responses = [row.response for row in read["responses"]]
    read |= {reading.field: asking.among(reading, column, responses) for reading, column in OF_RESPONSES}
    read["actions"] = asking.among(r.ACTIONS, Action.agreement_id, [row.agreement for row in read["agreements"]])
    read["check_ins"] = asking.among(r.CHECK_INS, CheckIn.case_id, of_term)


def _after(asking: Asking, term: Term) -> list[Any]:
    """Incidents of the days after the term on which a pair is still followed."""
    after = Days(term.period_ends_on, term.period_ends_on + FOLLOWED)
    return asking.rows(r.INCIDENTS, after.may_hold(plain(Incident.occurred_at)))


def _named_by_exclusions(read: Read) -> set[int]:
    """Incidents for which a pupil was excluded whose restorative decision may count: another incident can be the
    same matter, by its case or by who was harmed (figures.md 1.7)."""
    here = {row.incident for row in read["incidents"]}
    decided = {
        row.pupil for row in read["decisions"] if row.decision == DecisionKind.RESTORATIVE and row.incident in here
    }
    named = {row.incident for row in read["exclusions"] if row.pupil in decided}
    named |= {row.incident for row in read["decisions"] if row.pupil in decided and row.decision in TO_EXCLUDE}
    return named - here - {None}


def _add_incidents(asking: Asking, read: Read, more: list[Any]) -> None:
    incidents = {row.incident: row for row in (*read["incidents"], *more)}
    read["incidents"] = list(incidents.values())
