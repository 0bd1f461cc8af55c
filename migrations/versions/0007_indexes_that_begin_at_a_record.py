"""Indexes from one record to another begin at the record's number, not at the school.

A number is one school's alone, and statements about a record that was found before do not name the school: an index
that begins with the school left them to look through the whole table.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# table, columns of the index after the school, columns of the index that takes its place
REPLACED = (
    ("acting_headteachers", "staff_id", "staff_id"),
    ("actions", "agreement_id", "agreement_id"),
    ("agreement_changes", "agreement_id", "agreement_id"),
    ("agreements", "follow_up_owner_id review_on", "follow_up_owner_id review_on"),
    ("agreements", "response_id", "response_id follow_up_owner_id"),
    ("case_access", "case_id", "case_id"),
    ("case_access", "staff_id case_id", "staff_id case_id"),
    ("cases", "owner_id stage", "owner_id stage"),
    ("check_ins", "case_id", "case_id owner_id"),
    ("check_ins", "owner_id held_on due_on", "owner_id held_on due_on"),
    ("contacts", "pupil_id", "pupil_id"),
    ("dated_roles", "staff_id", "staff_id"),
    ("decisions", "incident_id pupil_id", "incident_id pupil_id"),
    ("decisions", "pupil_id", "pupil_id"),
    ("documents", "case_id", "case_id"),
    ("exclusions", "incident_id", "incident_id"),
    ("exclusions", "pupil_id starts_on", "pupil_id starts_on"),
    ("holds", "case_id", "case_id"),
    ("incidents", "case_id", "case_id"),
    ("involvements", "person_id incident_id", "person_id incident_id"),
    ("notes", "case_id", "case_id"),
    ("out_of_lessons", "pupil_id starts_on", "pupil_id starts_on"),
    ("participants", "person_id", "person_id"),
    ("pupil_characteristics", "pupil_id valid_from", "pupil_id valid_from"),
    ("responses", "case_id", "case_id"),
    ("responses", "led_by_id status", "led_by_id case_id"),
    ("safety_checks", "case_id", "case_id"),
    ("thresholds", "incident_id pupil_id", "incident_id pupil_id"),
    ("thresholds", "pupil_id", "pupil_id"),
    ("training", "staff_id", "staff_id"),
)
NEW = (
    ("incidents", "logged_by_id case_id"),
    ("actions", "by_id"),
    ("actions", "for_id"),
    ("actions", "school_id due_on"),
    ("holds", "school_id lifted_at review_on"),
    ("involvements", "incident_id person_id part"),
    ("participants", "response_id person_id"),
    ("responses", "co_led_by_id case_id"),
)


def upgrade() -> None:
    for table, before, after in REPLACED:
        _drop(table, f"school_id {before}")
        _create(table, after)
    for table, columns in NEW:
        _create(table, columns)


def downgrade() -> None:
    for table, columns in NEW:
        _drop(table, columns)
    for table, before, after in REPLACED:
        _drop(table, after)
        _create(table, f"school_id {before}")


def _create(table: str, columns: str) -> None:
    op.create_index(_named(table, columns), table, columns.split())


def _drop(table: str, columns: str) -> None:
    op.drop_index(_named(table, columns), table)


def _named(table: str, columns: str) -> str:
    return op.f(f"ix_{table}_{columns.replace(' ', '_')}")
