"""A check-in keeps when its answers were written down, so that the last one of a day is known; what is to be told after the
end of a case has a day of its own, beside the next step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TELL = "Somebody harmed was named after it had ended: tell them how it ended"
cases = sa.table("cases", sa.column("next_step"), sa.column("next_step_on"), sa.column("tell_on"))


def upgrade() -> None:
    op.add_column("check_ins", sa.Column("recorded_at", sa.DateTime(), nullable=True))
    op.add_column("cases", sa.Column("tell_on", sa.Date(), nullable=True))
    to_tell = cases.update().where(cases.c.next_step == TELL)
    op.execute(to_tell.values(tell_on=cases.c.next_step_on, next_step=None, next_step_on=None))


def downgrade() -> None:
    to_tell = cases.update().where(cases.c.tell_on.is_not(None), cases.c.next_step.is_(None))
    op.execute(to_tell.values(next_step=TELL, next_step_on=cases.c.tell_on))
    with op.batch_alter_table("cases") as batch_op:
        batch_op.drop_column("tell_on")
    with op.batch_alter_table("check_ins") as batch_op:
        batch_op.drop_column("recorded_at")
