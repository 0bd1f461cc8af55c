"""Names of the groups into which pupils are split. Codes as the Department's code sets have them (statutory.md 2).

A code without a name here is printed as written: code sets are data, and a school may have a newer one than we.
"""

from __future__ import annotations

from collections.abc import Mapping

DIMENSIONS = (
    ("sex", "Sex"),
    ("sen_provision", "Special educational needs"),
    ("fsm", "Free school meals"),
    ("ethnicity", "Ethnic group"),
    ("looked_after", "Looked after"),
)
UNKNOWN = "Not recorded"
Group = Mapping[str, int] | None
NAMES = {
    "sex": {"F": "Girls", "M": "Boys"},
    "sen_provision": {"N": "No special needs", "K": "SEN support", "E": "EHC plan"},
    "fsm": {"yes": "Eligible", "no": "Not eligible"},
    "looked_after": {"yes": "Looked after", "no": "Not looked after"},
    "ethnicity": {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WIRT": "Traveller of Irish heritage",
        "WROM": "Gypsy or Roma",
        "WOTH": "Any other White background",
        "MWBC": "White and Black Caribbean",
        "MWBA": "White and Black African",
        "MWAS": "White and Asian",
        "MOTH": "Any other Mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "AOTH": "Any other Asian background",
        "BCRB": "Black Caribbean",
        "BAFR": "Black African",
        "BOTH": "Any other Black background",
        "CHNE": "Chinese",
        "OOTH": "Any other ethnic group",
        "REFU": "Preferred not to say",
        "NOBT": "Not obtained",
    },
}


def value_name(dimension: str, value: str) -> str:
    """The name of a VALUE in print; the code as written where it has none."""
    if value == "unknown":
        return UNKNOWN
    return NAMES.get(dimension, {}).get(value, value)


def ordered(dimension: str, rows: Mapping[str, Group]) -> list[tuple[str, Group]]:
    """The groups as they are read: by the order of NAMES, then other codes, then those not recorded; the one that is
    left out as all others (None) last."""
    places = {value: place for place, value in enumerate(NAMES.get(dimension, {}))}

    def place(each: tuple[str, Group]) -> tuple[bool, bool, int, str]:
        value, figures = each
        return figures is None, value == "unknown", places.get(value, len(places)), value

    return sorted(rows.items(), key=place)
