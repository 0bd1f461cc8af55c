"""The tables of casework: people, cases and what becomes of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", sa.DateTime(), nullable=True),
        sa.Column("totp_secret", sa.String(length=200), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("school_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_chain_heads")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempts_email_hash_at"), ["email_hash", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempts_source_hash_at"), ["source_hash", "at"], unique=False)

    op.create_table(
        "trusts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusts")),
        sa.UniqueConstraint("name", name=op.f("uq_trusts_name")),
    )
    op.create_table(
        "schools",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(length=12), nullable=False),
        sa.Column("laestab", sa.String(length=12), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=True),
        sa.Column("nation", sa.String(length=40), nullable=False),
        sa.Column("trust_id", sa.Integer(), nullable=True),
        sa.Column("holding_school_days", sa.Integer(), nullable=True),
        sa.Column("response_within_school_days", sa.Integer(), nullable=True),
        sa.Column("baseline_years", sa.String(length=400), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("holding_school_days IS NULL OR holding_school_days >= 30", name=op.f("ck_schools_holding")),
        sa.CheckConstraint(
            "response_within_school_days IS NULL OR response_within_school_days BETWEEN 1 AND 15",
            name=op.f("ck_schools_response"),
        ),
        sa.ForeignKeyConstraint(["trust_id"], ["trusts.id"], name=op.f("fk_schools_trust_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sa.UniqueConstraint("urn", name=op.f("uq_schools_urn")),
    )
    op.create_table(
        "calendar_entries",
        sa.Column("academic_year", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_calendar_entries_order")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_calendar_entries_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entries")),
        sa.UniqueConstraint(
            "school_id",
            "academic_year",
            "kind",
            "name",
            "starts_on",
            name=op.f("uq_calendar_entries_school_id_academic_year_kind_name_starts_on"),
        ),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_calendar_entries_school_id_id")),
    )
    op.create_table(
        "counters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_counters_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
        sa.UniqueConstraint("school_id", "kind", "year", name=op.f("uq_counters_school_id_kind_year")),
    )
    op.create_table(
        "persons",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=220), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_persons_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_persons_school_id_id")),
        sa.UniqueConstraint("school_id", "key", name=op.f("uq_persons_school_id_key")),
    )
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_persons_school_id_kind_sort_name"), ["school_id", "kind", "sort_name"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_persons_school_id_search_name"), ["school_id", "search_name"], unique=False
        )

    op.create_table(
        "policy_rows",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("repeats_at_least", sa.Integer(), nullable=True),
        sa.Column("look_back_school_days", sa.Integer(), nullable=True),
        sa.Column("sanction", sa.String(length=40), nullable=False),
        sa.Column("school_days", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("sanction <> 'suspension' OR school_days >= 1", name=op.f("ck_policy_rows_suspension_days")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_policy_rows_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_rows")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_policy_rows_school_id_id")),
        sa.UniqueConstraint(
            "school_id",
            "version",
            "category",
            "severity",
            "repeats_at_least",
            name=op.f("uq_policy_rows_school_id_version_category_severity_repeats_at_least"),
        ),
    )
    with op.batch_alter_table("policy_rows", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_rows_school_id_in_force_from"), ["school_id", "in_force_from"], unique=False
        )

    op.create_table(
        "roll_counts",
        sa.Column("academic_year", sa.String(length=7), nullable=False),
        sa.Column("term", sa.String(length=20), nullable=False),
        sa.Column("pupils_on_roll", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_roll_counts_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_counts")),
        sa.UniqueConstraint(
            "school_id", "academic_year", "term", name=op.f("uq_roll_counts_school_id_academic_year_term")
        ),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_roll_counts_school_id_id")),
    )
    op.create_table(
        "supplied",
        sa.Column("academic_year", sa.String(length=7), nullable=False),
        sa.Column("term", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_supplied_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplied")),
        sa.UniqueConstraint(
            "school_id", "academic_year", "term", "kind", name=op.f("uq_supplied_school_id_academic_year_term_kind")
        ),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_supplied_school_id_id")),
    )
    op.create_table(
        "pupils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("upn", sa.String(length=13), nullable=True),
        sa.Column("mis_id", sa.String(length=60), nullable=True),
        sa.Column("legal_first_name", sa.String(length=100), nullable=False),
        sa.Column("legal_last_name", sa.String(length=100), nullable=False),
        sa.Column("preferred_first_name", sa.String(length=100), nullable=True),
        sa.Column("preferred_last_name", sa.String(length=100), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=20), nullable=True),
        sa.Column("nc_year", sa.String(length=4), nullable=True),
        sa.Column("registration_group", sa.String(length=40), nullable=True),
        sa.Column("house", sa.String(length=60), nullable=True),
        sa.Column("on_roll_from", sa.Date(), nullable=True),
        sa.Column("on_roll_to", sa.Date(), nullable=True),
        sa.CheckConstraint("upn IS NOT NULL OR mis_id IS NOT NULL", name=op.f("ck_pupils_key")),
        sa.ForeignKeyConstraint(
            ["school_id", "id"], ["persons.school_id", "persons.id"], name=op.f("fk_pupils_school_id_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupils")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_pupils_school_id_id")),
        sa.UniqueConstraint("school_id", "mis_id", name=op.f("uq_pupils_school_id_mis_id")),
        sa.UniqueConstraint("school_id", "upn", name=op.f("uq_pupils_school_id_upn")),
    )
    with op.batch_alter_table("pupils", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pupils_school_id_nc_year"), ["school_id", "nc_year"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pupils_school_id_registration_group"), ["school_id", "registration_group"], unique=False
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("staff_code", sa.String(length=40), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("job_title", sa.String(length=120), nullable=True),
        sa.Column("roles", sa.String(length=400), nullable=False),
        sa.Column("year_groups", sa.String(length=400), nullable=False),
        sa.Column("registration_group", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name=op.f("ck_staff_dates")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_staff_account_id")),
        sa.ForeignKeyConstraint(
            ["school_id", "id"], ["persons.school_id", "persons.id"], name=op.f("fk_staff_school_id_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("school_id", "account_id", name=op.f("uq_staff_school_id_account_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_staff_school_id_id")),
        sa.UniqueConstraint("school_id", "staff_code", name=op.f("uq_staff_school_id_staff_code")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_account_id"), ["account_id"], unique=False)

    op.create_table(
        "access_log",
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=220), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_access_log_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_access_log_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_access_log_school_id_id")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_access_log_school_id_staff_id_at"), ["school_id", "staff_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_access_log_school_id_what_reference_at"),
            ["school_id", "what", "reference", "at"],
            unique=False,
        )

    op.create_table(
        "acting_headteachers",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_acting_headteachers_dates")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_acting_headteachers_school_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_acting_headteachers_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_headteachers")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_acting_headteachers_school_id_id")),
    )
    with op.batch_alter_table("acting_headteachers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acting_headteachers_school_id_staff_id"), ["school_id", "staff_id"], unique=False
        )

    op.create_table(
        "cases",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("confidentiality", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closing_reason", sa.String(length=40), nullable=True),
        sa.Column("harmed_told_at", sa.DateTime(), nullable=True),
        sa.Column("not_told_because", sa.Text(), nullable=True),
        sa.Column("next_step", sa.String(length=200), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("concerns_staff_conduct", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_cases_closed_after_opened")),
        sa.ForeignKeyConstraint(
            ["school_id", "owner_id"], ["staff.school_id", "staff.id"], name=op.f("fk_cases_school_id_owner_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_cases_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_cases_school_id_id")),
        sa.UniqueConstraint("school_id", "reference", name=op.f("uq_cases_school_id_reference")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cases_school_id_opened_at_id"), ["school_id", "opened_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cases_school_id_owner_id_stage"), ["school_id", "owner_id", "stage"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_cases_school_id_stage_opened_at"), ["school_id", "stage", "opened_at"], unique=False
        )

    op.create_table(
        "circles",
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "keeper_id"], ["staff.school_id", "staff.id"], name=op.f("fk_circles_school_id_keeper_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_circles_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_circles_school_id_id")),
    )
    with op.batch_alter_table("circles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circles_school_id_held_on"), ["school_id", "held_on"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("relationship", sa.String(length=60), nullable=True),
        sa.Column("parental_responsibility", sa.Boolean(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("do_not_contact", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"], ["pupils.school_id", "pupils.id"], name=op.f("fk_contacts_school_id_pupil_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_contacts_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_contacts_school_id_id")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contacts_school_id_pupil_id"), ["school_id", "pupil_id"], unique=False)

    op.create_table(
        "declared_links",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("relationship", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupils.school_id", "pupils.id"],
            name=op.f("fk_declared_links_school_id_pupil_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_declared_links_school_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_declared_links_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_links")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_declared_links_school_id_id")),
        sa.UniqueConstraint(
            "school_id", "staff_id", "pupil_id", name=op.f("uq_declared_links_school_id_staff_id_pupil_id")
        ),
    )
    op.create_table(
        "out_of_lessons",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_out_of_lessons_dates")),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupils.school_id", "pupils.id"],
            name=op.f("fk_out_of_lessons_school_id_pupil_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_out_of_lessons_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_out_of_lessons")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_out_of_lessons_school_id_id")),
    )
    with op.batch_alter_table("out_of_lessons", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_out_of_lessons_school_id_pupil_id_starts_on"),
            ["school_id", "pupil_id", "starts_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_out_of_lessons_school_id_starts_on"), ["school_id", "starts_on"], unique=False
        )

    op.create_table(
        "pupil_characteristics",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("sen_provision", sa.String(length=10), nullable=True),
        sa.Column("sen_need", sa.String(length=40), nullable=True),
        sa.Column("fsm", sa.Boolean(), nullable=True),
        sa.Column("pupil_premium", sa.Boolean(), nullable=True),
        sa.Column("ethnicity", sa.String(length=10), nullable=True),
        sa.Column("eal", sa.Boolean(), nullable=True),
        sa.Column("looked_after", sa.Boolean(), nullable=True),
        sa.Column("social_care", sa.String(length=60), nullable=True),
        sa.Column("young_carer", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"],
            ["pupils.school_id", "pupils.id"],
            name=op.f("fk_pupil_characteristics_school_id_pupil_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_pupil_characteristics_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil_characteristics")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_pupil_characteristics_school_id_id")),
    )
    with op.batch_alter_table("pupil_characteristics", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pupil_characteristics_school_id_pupil_id_valid_from"),
            ["school_id", "pupil_id", "valid_from"],
            unique=False,
        )

    op.create_table(
        "reports",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps_all", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("commentary", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("restricted_snapshot", sa.Text(), nullable=True),
        sa.Column("cover", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("restricted_pdf", sa.LargeBinary(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'published' OR (snapshot IS NOT NULL AND published_on IS NOT NULL)",
            name=op.f("ck_reports_published"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "approved_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_reports_school_id_approved_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "published_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_reports_school_id_published_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "requested_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_reports_school_id_requested_by_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_reports_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_reports_school_id_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_school_id_status"), ["school_id", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reports_school_id_term_status"), ["school_id", "term", "status"], unique=False
        )

    op.create_table(
        "training",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=60), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= completed_on", name=op.f("ck_training_dates")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_training_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_training_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_training_school_id_id")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_school_id_staff_id"), ["school_id", "staff_id"], unique=False)

    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_because", sa.String(length=40), nullable=True),
        sa.Column("device", sa.String(length=200), nullable=True),
        sa.Column("is_shared_computer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_user_sessions_account_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_user_sessions_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_user_sessions_account_id_ended_at"), ["account_id", "ended_at"], unique=False
        )

    op.create_table(
        "case_access",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_case_access_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "granted_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_case_access_school_id_granted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"], ["staff.school_id", "staff.id"], name=op.f("fk_case_access_school_id_staff_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_case_access_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_access")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_case_access_school_id_id")),
    )
    with op.batch_alter_table("case_access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_access_school_id_case_id"), ["school_id", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_case_access_school_id_staff_id_case_id"), ["school_id", "staff_id", "case_id"], unique=False
        )

    op.create_table(
        "check_ins",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("held_by_id", sa.Integer(), nullable=True),
        sa.Column("safe", sa.String(length=40), nullable=True),
        sa.Column("put_right", sa.String(length=40), nullable=True),
        sa.Column("anything_since", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("skipped_on", sa.Date(), nullable=True),
        sa.Column("skipped_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "held_on IS NOT NULL OR (safe IS NULL AND put_right IS NULL)", name=op.f("ck_check_ins_answers")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_check_ins_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "held_by_id"], ["staff.school_id", "staff.id"], name=op.f("fk_check_ins_school_id_held_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "owner_id"], ["staff.school_id", "staff.id"], name=op.f("fk_check_ins_school_id_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["persons.school_id", "persons.id"],
            name=op.f("fk_check_ins_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_check_ins_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_check_ins_school_id_id")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_ins_school_id_case_id"), ["school_id", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_check_ins_school_id_held_on_due_on"), ["school_id", "held_on", "due_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_check_ins_school_id_owner_id_held_on_due_on"),
            ["school_id", "owner_id", "held_on", "due_on"],
            unique=False,
        )

    op.create_table(
        "events",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("by_code", sa.String(length=40), nullable=True),
        sa.Column("case_reference", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=True),
        sa.Column("person_key", sa.String(length=220), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "by_code"], ["staff.school_id", "staff.staff_code"], name=op.f("fk_events_school_id_by_code")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "case_reference"],
            ["cases.school_id", "cases.reference"],
            name=op.f("fk_events_school_id_case_reference"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_events_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_events_school_id_id")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_events_school_id_number")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_events_school_id_case_reference_happened_at"),
            ["school_id", "case_reference", "happened_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_events_school_id_person_key_happened_at"),
            ["school_id", "person_key", "happened_at"],
            unique=False,
        )

    op.create_table(
        "holds",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("stage_before", sa.String(length=40), nullable=False),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=True),
        sa.Column("asked_by_harmed_child", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NOT NULL AND lifted_by_id IS NOT NULL AND lifted_because IS NOT NULL) OR (lifted_at IS NULL AND lifted_by_id IS NULL AND lifted_because IS NULL)",
            name=op.f("ck_holds_lifted_at_lifted_by_id_lifted_because"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_holds_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "lifted_by_id"], ["staff.school_id", "staff.id"], name=op.f("fk_holds_school_id_lifted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "owner_id"], ["staff.school_id", "staff.id"], name=op.f("fk_holds_school_id_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "placed_by_id"], ["staff.school_id", "staff.id"], name=op.f("fk_holds_school_id_placed_by_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_holds_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_holds_school_id_id")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holds_school_id_case_id"), ["school_id", "case_id"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), nullable=False),
        sa.Column("time_is_exact", sa.Boolean(), nullable=False),
        sa.Column("logged_at", sa.DateTime(), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=120), nullable=True),
        sa.Column("tags", sa.String(length=400), nullable=False),
        sa.Column("what_happened", sa.Text(), nullable=False),
        sa.Column("immediate_action", sa.Text(), nullable=True),
        sa.Column("lesson", sa.String(length=60), nullable=True),
        sa.Column("injuries", sa.Text(), nullable=True),
        sa.Column("physical_intervention", sa.Boolean(), nullable=True),
        sa.Column("anyone_unsafe", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("severity >= 1", name=op.f("ck_incidents_severity")),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_incidents_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "logged_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_incidents_school_id_logged_by_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_incidents_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_incidents_school_id_id")),
        sa.UniqueConstraint("school_id", "reference", name=op.f("uq_incidents_school_id_reference")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_school_id_case_id"), ["school_id", "case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_incidents_school_id_logged_by_id_logged_at"),
            ["school_id", "logged_by_id", "logged_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_incidents_school_id_occurred_at"), ["school_id", "occurred_at"], unique=False
        )

    op.create_table(
        "notes",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_notes_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "written_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_notes_school_id_written_by_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_notes_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_notes_school_id_id")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_school_id_case_id"), ["school_id", "case_id"], unique=False)

    op.create_table(
        "responses",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("planned_for", sa.DateTime(), nullable=True),
        sa.Column("held_at", sa.DateTime(), nullable=True),
        sa.Column("led_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_because", sa.Text(), nullable=True),
        sa.Column("co_led_by_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("calm_enough", sa.Boolean(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("circle_group", sa.String(length=80), nullable=True),
        sa.Column("circle_purpose", sa.String(length=40), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_sentence", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("if_no_conference", sa.Text(), nullable=True),
        sa.Column("first_to_speak_id", sa.Integer(), nullable=True),
        sa.Column("order_chosen_by", sa.String(length=120), nullable=True),
        sa.Column("risk_reviewed_on", sa.Date(), nullable=True),
        sa.Column("risk_note", sa.Text(), nullable=True),
        sa.Column("informal_time_held", sa.Boolean(), nullable=True),
        sa.Column("training_override_because", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'held' OR held_at IS NOT NULL", name=op.f("ck_responses_held")),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_responses_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "co_led_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_responses_school_id_co_led_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "led_by_id"], ["staff.school_id", "staff.id"], name=op.f("fk_responses_school_id_led_by_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_responses_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_responses_school_id_id")),
        sa.UniqueConstraint("school_id", "reference", name=op.f("uq_responses_school_id_reference")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_school_id_case_id"), ["school_id", "case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_school_id_held_at"), ["school_id", "held_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_responses_school_id_led_by_id_status"), ["school_id", "led_by_id", "status"], unique=False
        )

    op.create_table(
        "safety_checks",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("sexual_or_domestic", sa.String(length=40), nullable=False),
        sa.Column("live_enquiry", sa.String(length=40), nullable=False),
        sa.Column("suspected_abuse", sa.String(length=40), nullable=False),
        sa.Column("weapon_or_threat", sa.String(length=40), nullable=False),
        sa.Column("responsibility_accepted", sa.String(length=40), nullable=False),
        sa.Column("everyone_willing", sa.String(length=40), nullable=False),
        sa.Column("power_imbalance", sa.String(length=40), nullable=False),
        sa.Column("staff_allegation", sa.String(length=40), nullable=False),
        sa.Column("communication_need", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "answered_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_safety_checks_school_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "case_id"], ["cases.school_id", "cases.id"], name=op.f("fk_safety_checks_school_id_case_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_safety_checks_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_checks")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_safety_checks_school_id_id")),
    )
    with op.batch_alter_table("safety_checks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_checks_school_id_case_id"), ["school_id", "case_id"], unique=False)

    op.create_table(
        "agreements",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("follow_up_owner_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("if_it_happens_again", sa.Text(), nullable=True),
        sa.Column("why_not_kept", sa.String(length=40), nullable=True),
        sa.Column("why_not_kept_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "withdrawn_because IS NULL OR withdrawn_on IS NOT NULL", name=op.f("ck_agreements_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "follow_up_owner_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_agreements_school_id_follow_up_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "response_id"],
            ["responses.school_id", "responses.id"],
            name=op.f("fk_agreements_school_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_agreements_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_agreements_school_id_id")),
        sa.UniqueConstraint("school_id", "reference", name=op.f("uq_agreements_school_id_reference")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreements_school_id_follow_up_owner_id_review_on"),
            ["school_id", "follow_up_owner_id", "review_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_agreements_school_id_made_on"), ["school_id", "made_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_agreements_school_id_response_id"), ["school_id", "response_id"], unique=False
        )

    op.create_table(
        "decisions",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("who_was_asked", sa.Text(), nullable=False),
        sa.Column("reason_given", sa.Text(), nullable=False),
        sa.Column("what_next", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "decided_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_decisions_school_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["incidents.school_id", "incidents.id"],
            name=op.f("fk_decisions_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"], ["pupils.school_id", "pupils.id"], name=op.f("fk_decisions_school_id_pupil_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_decisions_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_decisions_school_id_id")),
    )
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decisions_school_id_incident_id_pupil_id"),
            ["school_id", "incident_id", "pupil_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_decisions_school_id_pupil_id"), ["school_id", "pupil_id"], unique=False)

    op.create_table(
        "exclusions",
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.String(length=60), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'permanent' OR sessions >= 1", name=op.f("ck_exclusions_sessions")),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["incidents.school_id", "incidents.id"],
            name=op.f("fk_exclusions_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"], ["pupils.school_id", "pupils.id"], name=op.f("fk_exclusions_school_id_pupil_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_exclusions_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusions")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_exclusions_school_id_id")),
        sa.UniqueConstraint("school_id", "reference", name=op.f("uq_exclusions_school_id_reference")),
    )
    with op.batch_alter_table("exclusions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exclusions_school_id_incident_id"), ["school_id", "incident_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_exclusions_school_id_pupil_id_starts_on"),
            ["school_id", "pupil_id", "starts_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_exclusions_school_id_starts_on"), ["school_id", "starts_on"], unique=False)

    op.create_table(
        "involvements",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["incidents.school_id", "incidents.id"],
            name=op.f("fk_involvements_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["persons.school_id", "persons.id"],
            name=op.f("fk_involvements_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_involvements_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvements")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_involvements_school_id_id")),
        sa.UniqueConstraint(
            "school_id", "incident_id", "person_id", name=op.f("uq_involvements_school_id_incident_id_person_id")
        ),
    )
    with op.batch_alter_table("involvements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_involvements_school_id_person_id_incident_id"),
            ["school_id", "person_id", "incident_id"],
            unique=False,
        )

    op.create_table(
        "participants",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("took_part", sa.Boolean(), nullable=True),
        sa.Column("participation_level", sa.String(length=40), nullable=True),
        sa.Column("declined_by_them", sa.Boolean(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("questions_asked", sa.String(length=400), nullable=False),
        sa.Column("adaptations", sa.Text(), nullable=True),
        sa.Column("not_adapted_because", sa.Text(), nullable=True),
        sa.Column("met_alone_on", sa.Date(), nullable=True),
        sa.Column("explained", sa.Boolean(), nullable=True),
        sa.Column("willing", sa.String(length=40), nullable=True),
        sa.Column("supporter", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "person_id"],
            ["persons.school_id", "persons.id"],
            name=op.f("fk_participants_school_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "response_id"],
            ["responses.school_id", "responses.id"],
            name=op.f("fk_participants_school_id_response_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_participants_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_participants_school_id_id")),
        sa.UniqueConstraint(
            "school_id", "response_id", "person_id", name=op.f("uq_participants_school_id_response_id_person_id")
        ),
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participants_school_id_person_id"), ["school_id", "person_id"], unique=False
        )

    op.create_table(
        "thresholds",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("sanction", sa.String(length=40), nullable=False),
        sa.Column("school_days", sa.Integer(), nullable=True),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("confidence", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("sanction <> 'suspension' OR school_days >= 1", name=op.f("ck_thresholds_suspension_days")),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["incidents.school_id", "incidents.id"],
            name=op.f("fk_thresholds_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "pupil_id"], ["pupils.school_id", "pupils.id"], name=op.f("fk_thresholds_school_id_pupil_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "recorded_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_thresholds_school_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_thresholds_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thresholds")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_thresholds_school_id_id")),
    )
    with op.batch_alter_table("thresholds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_thresholds_school_id_incident_id_pupil_id"),
            ["school_id", "incident_id", "pupil_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_thresholds_school_id_pupil_id"), ["school_id", "pupil_id"], unique=False)

    op.create_table(
        "actions",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("adult_support", sa.Text(), nullable=True),
        sa.Column("how_known", sa.Text(), nullable=True),
        sa.Column("is_apology", sa.Boolean(), nullable=False),
        sa.Column("apology_asked_for", sa.String(length=200), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'done_verified' OR verified_by_id <> by_id", name=op.f("ck_actions_verified_by_another")
        ),
        sa.CheckConstraint("status <> 'done_verified' OR verified_by_id IS NOT NULL", name=op.f("ck_actions_verified")),
        sa.CheckConstraint("status = 'planned' OR status_on IS NOT NULL", name=op.f("ck_actions_status_on")),
        sa.ForeignKeyConstraint(
            ["school_id", "agreement_id"],
            ["agreements.school_id", "agreements.id"],
            name=op.f("fk_actions_school_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "by_id"], ["persons.school_id", "persons.id"], name=op.f("fk_actions_school_id_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "for_id"], ["persons.school_id", "persons.id"], name=op.f("fk_actions_school_id_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "verified_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_actions_school_id_verified_by_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_actions_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint(
            "school_id", "agreement_id", "number", name=op.f("uq_actions_school_id_agreement_id_number")
        ),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_actions_school_id_id")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_actions_school_id_agreement_id"), ["school_id", "agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_actions_school_id_status_due_on"), ["school_id", "status", "due_on"], unique=False
        )

    op.create_table(
        "agreement_changes",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("agreed_by", sa.String(length=400), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(changed_on IS NOT NULL AND recorded_by_id IS NOT NULL) OR (changed_on IS NULL AND recorded_by_id IS NULL)",
            name=op.f("ck_agreement_changes_changed_on_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "agreement_id"],
            ["agreements.school_id", "agreements.id"],
            name=op.f("fk_agreement_changes_school_id_agreement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "recorded_by_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_agreement_changes_school_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_agreement_changes_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_changes")),
        sa.UniqueConstraint(
            "school_id", "agreement_id", "number", name=op.f("uq_agreement_changes_school_id_agreement_id_number")
        ),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_agreement_changes_school_id_id")),
    )
    with op.batch_alter_table("agreement_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_changes_school_id_agreement_id"), ["school_id", "agreement_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("agreement_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_changes_school_id_agreement_id"))

    op.drop_table("agreement_changes")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_actions_school_id_status_due_on"))
        batch_op.drop_index(batch_op.f("ix_actions_school_id_agreement_id"))

    op.drop_table("actions")
    with op.batch_alter_table("thresholds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thresholds_school_id_pupil_id"))
        batch_op.drop_index(batch_op.f("ix_thresholds_school_id_incident_id_pupil_id"))

    op.drop_table("thresholds")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participants_school_id_person_id"))

    op.drop_table("participants")
    with op.batch_alter_table("involvements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_involvements_school_id_person_id_incident_id"))

    op.drop_table("involvements")
    with op.batch_alter_table("exclusions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exclusions_school_id_starts_on"))
        batch_op.drop_index(batch_op.f("ix_exclusions_school_id_pupil_id_starts_on"))
        batch_op.drop_index(batch_op.f("ix_exclusions_school_id_incident_id"))

    op.drop_table("exclusions")
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_school_id_pupil_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_school_id_incident_id_pupil_id"))

    op.drop_table("decisions")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreements_school_id_response_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_school_id_made_on"))
        batch_op.drop_index(batch_op.f("ix_agreements_school_id_follow_up_owner_id_review_on"))

    op.drop_table("agreements")
    with op.batch_alter_table("safety_checks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_checks_school_id_case_id"))

    op.drop_table("safety_checks")
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responses_school_id_led_by_id_status"))
        batch_op.drop_index(batch_op.f("ix_responses_school_id_held_at"))
        batch_op.drop_index(batch_op.f("ix_responses_school_id_case_id"))

    op.drop_table("responses")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_school_id_case_id"))

    op.drop_table("notes")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incidents_school_id_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_incidents_school_id_logged_by_id_logged_at"))
        batch_op.drop_index(batch_op.f("ix_incidents_school_id_case_id"))

    op.drop_table("incidents")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holds_school_id_case_id"))

    op.drop_table("holds")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_school_id_person_key_happened_at"))
        batch_op.drop_index(batch_op.f("ix_events_school_id_case_reference_happened_at"))

    op.drop_table("events")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_ins_school_id_owner_id_held_on_due_on"))
        batch_op.drop_index(batch_op.f("ix_check_ins_school_id_held_on_due_on"))
        batch_op.drop_index(batch_op.f("ix_check_ins_school_id_case_id"))

    op.drop_table("check_ins")
    with op.batch_alter_table("case_access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_access_school_id_staff_id_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_access_school_id_case_id"))

    op.drop_table("case_access")
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_sessions_account_id_ended_at"))

    op.drop_table("user_sessions")
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_school_id_staff_id"))

    op.drop_table("training")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_school_id_term_status"))
        batch_op.drop_index(batch_op.f("ix_reports_school_id_status"))

    op.drop_table("reports")
    with op.batch_alter_table("pupil_characteristics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pupil_characteristics_school_id_pupil_id_valid_from"))

    op.drop_table("pupil_characteristics")
    with op.batch_alter_table("out_of_lessons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_out_of_lessons_school_id_starts_on"))
        batch_op.drop_index(batch_op.f("ix_out_of_lessons_school_id_pupil_id_starts_on"))

    op.drop_table("out_of_lessons")
    op.drop_table("declared_links")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contacts_school_id_pupil_id"))

    op.drop_table("contacts")
    with op.batch_alter_table("circles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circles_school_id_held_on"))

    op.drop_table("circles")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_school_id_stage_opened_at"))
        batch_op.drop_index(batch_op.f("ix_cases_school_id_owner_id_stage"))
        batch_op.drop_index(batch_op.f("ix_cases_school_id_opened_at_id"))

    op.drop_table("cases")
    with op.batch_alter_table("acting_headteachers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acting_headteachers_school_id_staff_id"))

    op.drop_table("acting_headteachers")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_log_school_id_what_reference_at"))
        batch_op.drop_index(batch_op.f("ix_access_log_school_id_staff_id_at"))

    op.drop_table("access_log")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_account_id"))

    op.drop_table("staff")
    with op.batch_alter_table("pupils", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pupils_school_id_registration_group"))
        batch_op.drop_index(batch_op.f("ix_pupils_school_id_nc_year"))

    op.drop_table("pupils")
    op.drop_table("supplied")
    op.drop_table("roll_counts")
    with op.batch_alter_table("policy_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_rows_school_id_in_force_from"))

    op.drop_table("policy_rows")
    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_school_id_search_name"))
        batch_op.drop_index(batch_op.f("ix_persons_school_id_kind_sort_name"))

    op.drop_table("persons")
    op.drop_table("counters")
    op.drop_table("calendar_entries")
    op.drop_table("schools")
    op.drop_table("trusts")
    with op.batch_alter_table("sign_in_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_source_hash_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempts_email_hash_at"))

    op.drop_table("sign_in_attempts")
    op.drop_table("chain_heads")
    op.drop_table("accounts")
