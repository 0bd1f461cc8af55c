"""Cases that few may see, brought about by casework, as staff would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.casework.case import Case
from app.casework.confidentiality import change_confidentiality, name_person
from app.casework.links import declare_link
from app.casework.logging_incident import Account, log_incident
from app.casework.words import Confidentiality, Part
from tests.cast import Cast

STORY = "CANARY: Tom pushed Maya off the bench."


def a_case(
    cast: Cast, reference: str = "2026-0100", *, caused: str = "Tom Adeyemi", severity: int = 3, by: str = "staff",
    category: str = "physical", at: datetime | None = None, also: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """A logged case in which `caused`, and each of `also`, harmed Maya Lewis; committed, so that pages see it. Returns its reference."""
    member = cast.member(by, at=at)
    account = Account(member.at - timedelta(hours=2), category, severity, STORY)
    parts = [(cast.person(caused), Part.CAUSED_HARM), (cast.pupil("Maya Lewis"), Part.WAS_HARMED)]
    parts += [(cast.pupil(name), Part.CAUSED_HARM) for name in also]
    cast.session.add(log_incident(reference, account, parts, by=member, at=member.at))
    cast.session.commit()
    return reference


def case_called(cast: Cast, reference: str) -> Case:
    """The case as it is stored now."""
    cast.session.rollback()
    return cast.session.scalars(select(Case).where(Case.reference == reference)).one()


def set_level(cast: Cast, reference: str, level: str, by: str = "dsl") -> None:
    """Set who may see it."""
    member = cast.member(by)
    case = case_called(cast, reference)
    change_confidentiality(case, Confidentiality(level), by=member, at=member.at, because="Because of the test")
    cast.session.commit()


def name_on(cast: Cast, reference: str, role: str, by: str = "dsl") -> None:
    """Name the holder of a role on the case."""
    member, named = cast.member(by), cast.member(role)
    name_person(case_called(cast, reference), cast.staff(role), named, by=member, at=member.at, because="Has to know")
    cast.session.commit()


def declare(cast: Cast, role: str, pupil: str) -> None:
    """Declare that the holder of a role is close to a pupil."""
    cast.session.rollback()
    member = cast.staff(role)
    made = declare_link(
        cast.session,
        member,
        cast.pupil(pupil),
        "relative",
        linked=(),
        by=cast.member("data_manager"),
        at=datetime.now(UTC),
    )
    cast.session.add(made)
    cast.session.commit()
