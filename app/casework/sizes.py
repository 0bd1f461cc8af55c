"""How much a school holds after some years, said to SQLite, so that it plans its statements for that.

SQLite takes an index that begins with the school for a good one: it thinks that a school is ten rows. Its own ANALYZE
would tell it better, but differently on each day and in each installation; told from here, every plan is the same in a
test, in an empty installation and in one that is full. PostgreSQL keeps statistics of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ROWS = {
    "access_log": 500_000, "actions": 9_000, "agreements": 5_000, "calendar_entries": 50, "case_access": 200,
    "cases": 28_000, "check_ins": 10_000, "contacts": 4_000, "decisions": 2_500, "documents": 500, "drafts": 50,
    "events": 150_000, "exclusions": 2_000, "holds": 100, "incidents": 30_000, "involvements": 65_000, "mails": 5_000,
    "notes": 5_000, "notices": 20_000,
    "out_of_lessons": 3_000, "participants": 45_000, "persons": 2_500, "policy_rows": 100, "pupil_characteristics": 3_000,
    "pupils": 2_200, "reports": 20, "responses": 25_000, "safety_checks": 5_000, "schools": 2, "staff": 150,
    "thresholds": 2_500, "user_sessions": 20_000,
}  # fmt: skip
OTHER_TABLES = 100

# How many different values a column has. Of stages, states and blanks those count that are asked for: few cases are
# open, few check-ins not yet held.
VALUES = {
    "agreement_id": 5_000, "anyone_unsafe": 1_000, "at": 400_000, "by_id": 2_000, "case_id": 28_000,
    "case_reference": 28_000, "category": 8, "co_led_by_id": 1_000, "due_on": 600, "follow_up_owner_id": 20,
    "for_id": 2_000, "happened_at": 60_000, "held_at": 20_000, "held_on": 600, "incident_id": 30_000, "kind": 4,
    "led_by_id": 100, "lifted_at": 10, "location": 30, "logged_at": 20_000, "logged_by_id": 150, "made_on": 600,
    "nc_year": 8, "occurred_at": 20_000, "opened_at": 20_000, "owner_id": 20, "part": 6, "person_id": 2_000,
    "person_key": 2_000, "pupil_id": 1_500, "registration_group": 60, "response_id": 25_000, "review_on": 600,
    "school_id": 1, "staff_id": 150, "stage": 300, "starts_on": 600, "status": 50, "story_to_add": 1_000,
    "valid_from": 20, "what": 5,
}  # fmt: skip


def tell_planner(driver: Any) -> None:
    """Write the sizes into a SQLite database, in the form of its ANALYZE; connections that open from now on know them.
    `driver` is a connection of the sqlite3 module; the caller commits."""
    driver.execute("ANALYZE sqlite_master")  # makes the table, and looks at nothing
    driver.execute("DELETE FROM sqlite_stat1")
    driver.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(_rows(driver)))


def _rows(driver: Any) -> Iterator[tuple[str, str | None, str]]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    for (table,) in driver.execute(named).fetchall():
        rows = ROWS.get(table, OTHER_TABLES)
        yield table, None, str(rows)
        for index in driver.execute(f"PRAGMA index_list('{table}')").fetchall():
            columns = [row[2] for row in driver.execute(f"PRAGMA index_info('{index[1]}')").fetchall()]
            yield table, index[1], " ".join(map(str, _told(rows, columns, is_unique=bool(index[2]))))


def _told(rows: int, columns: list[str], *, is_unique: bool) -> Iterator[int]:
    """All rows, then how many have the same first column, the same first two, and so on."""
    yield rows
    left = float(rows)
    for number, column in enumerate(columns, start=1):
        left = max(1.0, left / min(VALUES.get(column, rows), rows))
        yield 1 if is_unique and number == len(columns) else round(left)
