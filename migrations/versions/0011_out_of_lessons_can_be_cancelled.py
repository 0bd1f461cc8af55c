"""A row of the register of other ways to be out of lessons can be cancelled, with a reason, and stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("out_of_lessons", sa.Column("cancelled_on", sa.Date(), nullable=True))
    op.add_column("out_of_lessons", sa.Column("cancelled_because", sa.Text(), nullable=True))


def downgrade() -> None:
    # The version before would count what was cancelled.
    op.execute("DELETE FROM out_of_lessons WHERE cancelled_on IS NOT NULL")
    with op.batch_alter_table("out_of_lessons") as batch_op:
        batch_op.drop_column("cancelled_because")
        batch_op.drop_column("cancelled_on")
