"""A notice is about a case or about a report: governors are told when one is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notices") as batch_op:
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_notices_school_id_report_id"), "reports", ["school_id", "report_id"], ["school_id", "id"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_notices_about_one"), "(case_id IS NULL) <> (report_id IS NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE case_id IS NULL")
    # The version before knows neither these kinds nor what was chosen about them.
    op.execute("DELETE FROM notices WHERE kind IN ('threshold', 'decision')")
    op.execute("DELETE FROM mail_choices WHERE topic IN ('to_decide', 'report')")
    with op.batch_alter_table("notices") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_notices_about_one"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_notices_school_id_report_id"), type_="foreignkey")
        batch_op.drop_column("report_id")
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
