"""The school's timetable of periods, a story that is still to add, and a count that rises when anybody's name changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PEOPLE = ("persons", "pupils", "staff")
VERBS = ("insert", "update", "delete")
INDEXES = (
    ("school_id", "logged_by_id", "story_to_add"),
    ("school_id", "anyone_unsafe", "logged_at"),
    ("school_id", "location"),
)
RISE = (
    "INSERT INTO people_stamps (school_id, number) VALUES ({row}.school_id, 1) "
    "ON CONFLICT (school_id) DO UPDATE SET number = people_stamps.number + 1"
)


def upgrade() -> None:
    op.create_table(
        "people_stamps",
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_people_stamps")),
    )
    op.create_table(
        "periods",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("weekdays", sa.String(length=400), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_periods_times")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_periods_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_periods_school_id_id")),
        sa.UniqueConstraint("school_id", "name", "weekdays", name=op.f("uq_periods_school_id_name_weekdays")),
    )
    op.add_column("incidents", sa.Column("story_to_add", sa.Boolean(), server_default=sa.false(), nullable=False))
    for columns in INDEXES:
        op.create_index(f"ix_incidents_{'_'.join(columns)}", "incidents", list(columns))
    _count_changes()


def _count_changes() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if not on_sqlite:
        op.execute(
            "CREATE FUNCTION people_changed() RETURNS trigger AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' THEN {RISE.format(row='OLD')}; ELSE {RISE.format(row='NEW')}; END IF; "
            "RETURN NULL; END $$ LANGUAGE plpgsql"
        )
    for table in PEOPLE:
        for verb in VERBS:
            row = "OLD" if verb == "delete" else "NEW"
            body = (
                f"BEGIN {RISE.format(row=row)}; END" if on_sqlite else "FOR EACH ROW EXECUTE FUNCTION people_changed()"
            )
            op.execute(f"CREATE TRIGGER {table}_counted_{verb} AFTER {verb.upper()} ON {table} {body}")


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in PEOPLE:
        for verb in VERBS:
            op.execute(f"DROP TRIGGER {table}_counted_{verb}" + ("" if on_sqlite else f" ON {table}"))
    if not on_sqlite:
        op.execute("DROP FUNCTION people_changed()")
    for columns in INDEXES:
        op.drop_index(f"ix_incidents_{'_'.join(columns)}", "incidents")
    with op.batch_alter_table("incidents") as batch_op:
        batch_op.drop_column("story_to_add")
    op.drop_table("periods")
    op.drop_table("people_stamps")
