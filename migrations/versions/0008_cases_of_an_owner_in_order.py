"""The cases that somebody owns are listed newest first from an index, however many they were."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEX = "ix_cases_owner_id_opened_at_id"


def upgrade() -> None:
    op.create_index(INDEX, "cases", ["owner_id", "opened_at", "id"])


def downgrade() -> None:
    op.drop_index(INDEX, "cases")
