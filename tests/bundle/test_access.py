"""Who may see what travels with a school: named people, emergencies and who looked at them, links, roles with dates."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bundle import export_bundle, import_bundle
from app.casework.case import Case, CaseAccess
from app.casework.exclusion import Threshold
from app.casework.people import Pupil
from app.casework.permissions import Role
from app.casework.staff import DatedRole, DeclaredLink, StaffMember
from app.casework.words import AccessKind
from tests.bundle.conftest import AT
from tests.bundle.test_round_trip import another, brought_in, contents

__all__ = ["another"]


def fill(session: Session, school: int) -> None:
    """One row of each kind beside what the sample holds."""
    case = session.scalars(sa.select(Case).order_by(Case.id)).first()
    staff = session.scalars(sa.select(StaffMember).order_by(StaffMember.id)).all()
    pupil = session.scalars(sa.select(Pupil).order_by(Pupil.id)).first()
    threshold = session.scalars(sa.select(Threshold).order_by(Threshold.id)).first()
    assert case is not None
    assert pupil is not None
    assert threshold is not None
    given = {"school_id": school, "case_id": case.id, "granted_by_id": staff[0].id, "granted_at": AT}
    session.add(CaseAccess(**given, staff_id=staff[1].id, kind=AccessKind.NAMED, because="Tutor"))
    session.add(
        CaseAccess(
            **given, staff_id=staff[2].id, kind=AccessKind.EMERGENCY, because="At the door, in tears",
            ends_at=AT + timedelta(hours=1), looked_at=AT + timedelta(minutes=9), looked_at_by_id=staff[0].id,
            looked_at_words="Right, and over",
        )
    )  # fmt: skip
    session.add(
        DatedRole(school_id=school, staff_id=staff[1].id, role=Role.TUTOR, starts_on=None, ends_on=date(2026, 7, 1))
    )
    session.add(DatedRole(school_id=school, staff_id=staff[1].id, role=Role.DSL, starts_on=date(2026, 7, 2)))
    session.add(DeclaredLink(school_id=school, staff_id=staff[1].id, pupil_id=pupil.id, relationship_word="aunt"))
    later = {c.key: getattr(threshold, c.key) for c in Threshold.__table__.c if c.key not in ("id", "policy_version")}
    session.add(Threshold(**later, policy_version="v2"))
    session.commit()


def test_it_comes_out_of_a_second_installation_byte_for_byte(
    empty: Session, another: Session, sample: Path, tmp_path: Path
) -> None:
    school = brought_in(empty, sample)
    fill(empty, school)

    export_bundle(empty, school, tmp_path / "one")
    export_bundle(another, brought_in(another, tmp_path / "one"), tmp_path / "two")

    files = contents(tmp_path / "one")
    assert {"case_access.csv", "dated_roles.csv", "declared_links.csv", "threshold_records.csv"} <= files.keys()
    assert files == contents(tmp_path / "two")
    assert another.scalars(sa.select(CaseAccess.looked_at_words).where(CaseAccess.looked_at.is_not(None))).one()


@pytest.mark.parametrize("role", ["headteacher", "deputy_headteacher"])
def test_a_headship_with_dates_of_its_own_is_a_problem_of_its_row(empty: Session, folder: Path, role: str) -> None:
    code = (folder / "staff.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    (folder / "dated_roles.csv").write_text(
        f"staff_code,role,from,to\r\n{code},{role},2026-01-01,\r\n", encoding="utf-8"
    )

    outcome = import_bundle(empty, folder, at=AT)

    assert [(p.file, p.line, p.column) for p in outcome.problems] == [("dated_roles.csv", 2, "role")]
