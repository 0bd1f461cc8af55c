"""How long the figures of a term take at 100,000 incidents, reading from the database included (target: at most 1 s).

python -m bench.figures [--rounds 3]
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.calendar import london
from app.casework.facts.stored import facts_for_term
from app.casework.facts.uncollected import uncollected
from app.casework.school import School
from app.casework.school_year import CalendarEntry
from app.casework.words import CalendarKind
from app.db import db
from app.factory import create_app
from bench.big_school import LARGE, installation_of
from bench.serving import settings_of
from reports.figures import snapshot


def main() -> None:
    """Measures the last whole term as at today, and prints."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    today = london(datetime.now(UTC)).date()
    with create_app(settings_of(installation_of(LARGE))).app_context():
        session = db.session()
        school_id = session.scalars(select(School.id)).one()
        terms = select(CalendarEntry).where(CalendarEntry.kind == CalendarKind.TERM, CalendarEntry.ends_on < today)
        last = session.scalars(terms.order_by(CalendarEntry.starts_on.desc())).first()
        if last is None:
            raise SystemExit("The calendar holds no term that has ended.")
        term = f"{last.academic_year} {last.name}"
        for _ in range(rounds):
            begun = time.process_time()
            read = _reckon(session, school_id, term, today)
            done = time.process_time()
            print(f"{term}: {done - begun:.2f} CPU s (reading {read - begun:.2f}, reckoning {done - read:.2f})")


@uncollected()  # as the job does
def _reckon(session: Session, school_id: int, term: str, today: date) -> float:
    """Reads and reckons; the processor time at which all was read."""
    facts = facts_for_term(session, school_id, term, today)
    read = time.process_time()
    snapshot(facts, term, today)
    return read


if __name__ == "__main__":
    main()
