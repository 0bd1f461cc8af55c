"""Pupils with their characteristics and contacts; staff, acting heads, training, declared links."""

from __future__ import annotations

from collections.abc import Iterator

from app.bundle.spec import Family, Fault, Row, Rule, columns_of, table_of
from app.casework.people import Characteristics, Contact, Pupil
from app.casework.permissions import Role
from app.casework.staff import ActingHead, DatedRole, DeclaredLink, StaffMember
from app.casework.training import Training


def dates_in_order(first: str, last: str) -> Rule:
    """A rule: the last day, where there is one, is not before the first."""

    def rule(row: Row) -> Iterator[Fault]:
        if row[first] is not None and row[last] is not None and row[last] < row[first]:
            yield last, f"{row[last]} is before {row[first]}.", f"Give a day on or after {first}."

    return rule


def _has_key(row: Row) -> Iterator[Fault]:
    if row["upn"] is None and row["mis_id"] is None:
        yield "upn", "Neither a UPN nor a mis_id.", "Give one of them, so that the pupil can be named."


def _pupil_key(row: Row) -> tuple[object, ...]:
    return (row["upn"] or (f"mis:{row['mis_id']}" if row["mis_id"] else None),)


def _plain_code(row: Row) -> Iterator[Fault]:
    if row["staff_code"].startswith(("mis:", "other:")):
        yield "staff_code", "A staff code can’t begin with mis: or other:.", "Those mark pupils and other adults."


def _no_headship(row: Row) -> Iterator[Fault]:
    if row["role"] in (Role.HEADTEACHER, Role.DEPUTY_HEADTEACHER):
        right = "Write it in staff.csv, or the days of an acting head in acting_headteachers.csv."
        yield "role", f"{row['role']} can’t have dates of its own.", right


_PUPILS, _CHARACTERISTICS, _CONTACTS = table_of(Pupil), table_of(Characteristics), table_of(Contact)
_STAFF, _ACTING, _TRAINING, _LINKS = (table_of(each) for each in (StaffMember, ActingHead, Training, DeclaredLink))
_DATED = table_of(DatedRole)

PEOPLE = (
    Family(
        "pupils",
        _PUPILS,
        columns_of(
            _PUPILS,
            "upn mis_id legal_first_name legal_last_name preferred_first_name preferred_last_name date_of_birth sex "
            "nc_year registration_group house on_roll_from on_roll_to",
        ),
        key=("upn", "mis_id"),
        target="pupils",
        rules=(_has_key,),
        same=_pupil_key,
    ),
    Family(
        "pupil_characteristics",
        _CHARACTERISTICS,
        columns_of(
            _CHARACTERISTICS,
            "pupil=pupil_id>pupils from=valid_from to=valid_to sen_provision sen_need fsm pupil_premium ethnicity eal "
            "looked_after social_care young_carer",
        ),
        key=("pupil", "from"),
        repeats=True,
        rules=(dates_in_order("from", "to"),),
    ),
    Family(
        "contacts",
        _CONTACTS,
        columns_of(
            _CONTACTS,
            "pupil=pupil_id>pupils name relationship parental_responsibility email phone address do_not_contact",
        ),
        key=("pupil", "name"),
        order=("pupil",),
        repeats=True,
    ),
    Family(
        "staff",
        _STAFF,
        columns_of(
            _STAFF,
            "staff_code first_name last_name email job_title roles year_groups registration_group "
            "from=starts_on to=ends_on",
            words={"roles": Role},
        ),
        key=("staff_code",),
        target="staff",
        rules=(_plain_code, dates_in_order("from", "to")),
    ),
    Family(
        "acting_headteachers",
        _ACTING,
        columns_of(_ACTING, "staff_code=staff_id>staff from=starts_on to=ends_on"),
        key=("staff_code", "from"),
        repeats=True,
        rules=(dates_in_order("from", "to"),),
    ),
    Family(
        "training",
        _TRAINING,
        columns_of(_TRAINING, "staff_code=staff_id>staff course level provider hours completed_on expires_on"),
        key=("staff_code", "course", "completed_on"),
        repeats=True,
        rules=(dates_in_order("completed_on", "expires_on"),),
    ),
    Family(
        "dated_roles",
        _DATED,
        columns_of(_DATED, "staff_code=staff_id>staff role from=starts_on to=ends_on"),
        key=("staff_code", "role", "from"),
        repeats=True,
        optional=True,
        rules=(dates_in_order("from", "to"), _no_headship),
    ),
    Family(
        "declared_links",
        _LINKS,
        columns_of(_LINKS, "staff_code=staff_id>staff pupil=pupil_id>pupils relationship"),
        key=("staff_code", "pupil"),
        optional=True,
    ),
)
