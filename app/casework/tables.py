"""All tables together: importing this module makes the metadata complete."""

from app.casework import (
    access_log,
    account,
    agreement,
    case,
    check_in,
    circle,
    document,
    draft,
    exclusion,
    history,
    incident,
    people,
    periods,
    policy,
    receipt,
    report,
    response,
    school,
    school_year,
    staff,
    training,
)
from app.casework.table import Table

metadata = Table.metadata

__all__ = [
    "access_log",
    "account",
    "agreement",
    "case",
    "check_in",
    "circle",
    "document",
    "draft",
    "exclusion",
    "history",
    "incident",
    "metadata",
    "people",
    "periods",
    "policy",
    "receipt",
    "report",
    "response",
    "school",
    "school_year",
    "staff",
    "training",
]
