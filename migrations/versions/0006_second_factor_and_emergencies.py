"""The second factor, codes for a new password, roles with dates of their own, and who looked at an emergency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FILLED = "looked_at IS NOT NULL AND looked_at_by_id IS NOT NULL AND looked_at_words IS NOT NULL"
EMPTY = "looked_at IS NULL AND looked_at_by_id IS NULL AND looked_at_words IS NULL"


def upgrade() -> None:
    op.create_table(
        "password_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_password_codes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_password_codes_code_hash")),
    )
    op.create_index(op.f("ix_password_codes_account_id"), "password_codes", ["account_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_codes_account_id_code_hash")),
    )
    op.create_table(
        "dated_roles",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_dated_roles_dates")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_dated_roles_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_dated_roles_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_roles")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_dated_roles_school_id_id")),
    )
    op.create_index(op.f("ix_dated_roles_school_id_staff_id"), "dated_roles", ["school_id", "staff_id"])
    # Added one by one, not by a rebuild: access_log and thresholds keep their triggers.
    op.create_index(op.f("ix_access_log_school_id_at"), "access_log", ["school_id", "at"])
    op.add_column("thresholds", sa.Column("policy_version", sa.String(length=40), nullable=True))
    op.add_column("accounts", sa.Column("factor_due_on", sa.Date(), nullable=True))
    op.add_column(
        "user_sessions", sa.Column("awaits_code", sa.Boolean(), nullable=False, server_default=sa.text("FALSE"))
    )
    op.add_column("user_sessions", sa.Column("confirmed_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("schools") as batch_op:
        batch_op.add_column(sa.Column("factor_required", sa.Boolean(), nullable=False, server_default=sa.text("TRUE")))
        batch_op.add_column(sa.Column("factor_grace_days", sa.Integer(), nullable=False, server_default=sa.text("14")))
        batch_op.create_check_constraint(batch_op.f("ck_schools_factor_grace"), "factor_grace_days BETWEEN 0 AND 60")
    _emergencies()


def _emergencies() -> None:
    op.execute("UPDATE case_access SET kind = 'named' WHERE kind <> 'emergency'")
    with op.batch_alter_table("case_access") as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=20), type_=sa.String(length=40))
        batch_op.add_column(sa.Column("looked_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("looked_at_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("looked_at_words", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_case_access_school_id_looked_at_by_id"),
            "staff",
            ["school_id", "looked_at_by_id"],
            ["school_id", "id"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_case_access_looked_at_looked_at_by_id_looked_at_words"), f"({FILLED}) OR ({EMPTY})"
        )
        batch_op.create_index(
            batch_op.f("ix_case_access_school_id_kind_granted_at"), ["school_id", "kind", "granted_at"]
        )


def downgrade() -> None:
    with op.batch_alter_table("case_access") as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_access_school_id_kind_granted_at"))
        batch_op.drop_constraint(batch_op.f("ck_case_access_looked_at_looked_at_by_id_looked_at_words"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_case_access_school_id_looked_at_by_id"), type_="foreignkey")
        batch_op.drop_column("looked_at_words")
        batch_op.drop_column("looked_at_by_id")
        batch_op.drop_column("looked_at")
        batch_op.alter_column("kind", existing_type=sa.String(length=40), type_=sa.String(length=20))
    with op.batch_alter_table("schools") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_schools_factor_grace"), type_="check")
        batch_op.drop_column("factor_grace_days")
        batch_op.drop_column("factor_required")
    op.drop_column("user_sessions", "confirmed_at")
    op.drop_column("user_sessions", "awaits_code")
    op.drop_column("accounts", "factor_due_on")
    op.drop_column("thresholds", "policy_version")
    op.drop_index(op.f("ix_access_log_school_id_at"), "access_log")
    op.drop_index(op.f("ix_dated_roles_school_id_staff_id"), "dated_roles")
    op.drop_table("dated_roles")
    op.drop_table("recovery_codes")
    op.drop_index(op.f("ix_password_codes_account_id"), "password_codes")
    op.drop_table("password_codes")
