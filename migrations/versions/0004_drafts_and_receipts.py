"""Drafts of forms, receipts of forms that were saved, and whether somebody wants shortcuts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("said", sa.String(length=400), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_receipts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("account_id", "form", "key", name=op.f("uq_receipts_account_id_form_key")),
    )
    op.create_index(op.f("ix_receipts_at"), "receipts", ["at"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("page", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("seen_version", sa.String(length=20), nullable=True),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_drafts_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_drafts_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_drafts_school_id_id")),
        sa.UniqueConstraint("school_id", "staff_id", "form", "key", name=op.f("uq_drafts_school_id_staff_id_form_key")),
    )
    op.create_index(
        op.f("ix_drafts_school_id_staff_id_saved_at"), "drafts", ["school_id", "staff_id", "saved_at"], unique=False
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_shortcuts", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("has_shortcuts")
    op.drop_table("drafts")
    op.drop_table("receipts")
