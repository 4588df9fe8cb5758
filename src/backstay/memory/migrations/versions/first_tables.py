"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBER = sa.Float(53)
ID = sa.String(80)


def upgrade() -> None:
    """Make the tables."""
    _people()
    _sessions()
    _bouts()
    _diaries()
    _plans()
    _everyday()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("references", sa.JSON, nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("person", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("duration_s", NUMBER, nullable=False),
        sa.Column("mode", ID, nullable=False),
        sa.Column("program", sa.Text, nullable=False),
        sa.Column("program_version", sa.Integer, nullable=False),
        sa.Column("is_finished", sa.Boolean, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        *(sa.Column(name, sa.Integer) for name in ("pain_before", "pain_after", "pain_next_morning", "effort")),
        sa.Column("overrulings", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("provenance", sa.JSON, nullable=False),
        *_of_person("sessions", "id"),
    )
    op.create_index("ix_sessions_started_at", "sessions", ["started_at"])


def _bouts() -> None:
    op.create_table(
        "sets",
        sa.Column("person", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("exercise", ID, nullable=False),
        sa.Column("exercise_version", sa.Integer, nullable=False),
        sa.Column("side", sa.String(5)),
        sa.Column("target", NUMBER, nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        *_inside("sets", "sessions", ("person", "id"), "number"),
    )
    op.create_table(
        "units",
        sa.Column("person", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("set_number", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, NUMBER) for name in ("began_s", "ended_s", "held_s")),
        sa.Column("is_counted", sa.Boolean, nullable=False),
        sa.Column("verdicts", sa.JSON, nullable=False),
        sa.Column("readings", sa.JSON, nullable=False),
        *_inside("units", "sets", ("person", "session", "number"), "position"),
    )
    op.create_table(
        "cues",
        sa.Column("person", ID, nullable=False),
        sa.Column("session", ID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("t_s", NUMBER, nullable=False),
        sa.Column("exercise", ID, nullable=False),
        sa.Column("criterion", ID, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("is_praise", sa.Boolean, nullable=False),
        *_inside("cues", "sessions", ("person", "id"), "position"),
    )


def _diaries() -> None:
    op.create_table(
        "screenings",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("tier", ID, nullable=False),
        sa.Column("adaptations", sa.JSON, nullable=False),
        *_of_person("screenings", "at"),
    )
    op.create_table(
        "activities",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("activity", sa.Text, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        *_of_person("activities", "at", "activity"),
    )
    op.create_table(
        "changes",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        *_of_person("changes", "at"),
    )
    op.create_table(
        "notes",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        *_of_person("notes", "at"),
    )


def _plans() -> None:
    op.create_table(
        "decisions",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("exercise", ID, nullable=False),
        sa.Column("variable", ID, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("before", "after", "reason")),
        sa.Column("is_overruled", sa.Boolean, nullable=False),
        *_of_person("decisions", "at", "exercise", "variable"),
    )
    op.create_table(
        "programs",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("program", ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        *_of_person("programs", "at", "program"),
    )


def _everyday() -> None:
    op.create_table(
        "postures",
        sa.Column("person", ID, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("state", ID, nullable=False),
        *_of_person("postures", "place", "began_at"),
    )
    op.create_table(
        "breaks",
        sa.Column("person", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", ID, nullable=False),
        *_of_person("breaks", "at", "kind"),
    )


def _of_person(table: str, *more_keys: str) -> tuple[sa.Constraint, sa.Constraint]:
    """Return the keys of a table whose rows belong to a person."""
    return (
        sa.PrimaryKeyConstraint("person", *more_keys, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=f"fk_{table}_people", ondelete="CASCADE"),
    )


def _inside(table: str, outer: str, outer_key: tuple[str, ...], key: str) -> tuple[sa.Constraint, sa.Constraint]:
    """Return the keys of a table whose rows belong to a session or a set."""
    own_key = ["person", "session", "set_number"][: len(outer_key)]
    return (
        sa.PrimaryKeyConstraint(*own_key, key, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            own_key, [f"{outer}.{name}" for name in outer_key], name=f"fk_{table}_{outer}", ondelete="CASCADE"
        ),
    )
