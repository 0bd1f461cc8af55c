"""Notes may be restricted, and papers of a case are made on request and kept for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = (("asked_by_id", "asked_at"), ("case_id",), ("status",))


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("has_restricted", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'ready' OR content IS NOT NULL", name=op.f("ck_documents_ready")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_documents_days")),
        sa.ForeignKeyConstraint(
            ["school_id", "asked_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_documents_school_id_asked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_documents_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_documents_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_documents_school_id_id")),
    )
    for columns in INDEXES:
        op.create_index(f"ix_documents_school_id_{'_'.join(columns)}", "documents", ["school_id", *columns])
    # Notes written before are open to everybody who sees the case, as they were.
    with op.batch_alter_table("notes") as batch_op:
        batch_op.add_column(sa.Column("is_restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("notes") as batch_op:
        batch_op.alter_column("is_restricted", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("notes") as batch_op:
        batch_op.drop_column("is_restricted")
    op.drop_table("documents")
