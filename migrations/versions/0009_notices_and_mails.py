"""Notices, the mails that count them, what each account chose, and the rounds of each morning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_mail_choices_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choices")),
        sa.UniqueConstraint("account_id", "topic", name=op.f("uq_mail_choices_account_id_topic")),
    )
    op.create_table(
        "rounds",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_rounds_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_rounds_school_id_id")),
        sa.UniqueConstraint("school_id", "kind", "made_on", name=op.f("uq_rounds_school_id_kind_made_on")),
    )
    op.create_table(
        "mails",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_mails_sent")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_mails_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_mails_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_mails_school_id_id")),
    )
    op.create_index(op.f("ix_mails_school_id_made_at"), "mails", ["school_id", "made_at"])
    op.create_index(op.f("ix_mails_state_next_try_at"), "mails", ["state", "next_try_at"])

    op.create_table(
        "notices",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_notices_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_notices_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_notices_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_notices_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "staff_id",
            "kind",
            "about",
            "due_on",
            name=op.f("uq_notices_school_id_staff_id_kind_about_due_on"),
        ),
    )
    op.create_index(op.f("ix_notices_case_id"), "notices", ["case_id"])
    op.create_index(op.f("ix_notices_noticed_at"), "notices", ["noticed_at"])
    op.create_index(op.f("ix_notices_staff_id_read_at"), "notices", ["staff_id", "read_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_notices_staff_id_read_at"), "notices")
    op.drop_index(op.f("ix_notices_noticed_at"), "notices")
    op.drop_index(op.f("ix_notices_case_id"), "notices")

    op.drop_table("notices")
    op.drop_index(op.f("ix_mails_state_next_try_at"), "mails")
    op.drop_index(op.f("ix_mails_school_id_made_at"), "mails")

    op.drop_table("mails")
    op.drop_table("rounds")
    op.drop_table("mail_choices")
