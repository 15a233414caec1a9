"""Watches, the incidents that they tell of, who was shown what, readers' clocks, and what is on its way to them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _passages()
    _shown_answers()
    _incidents()
    _watches()
    _readers()


def _passages() -> None:
    """What is in the library already is no news to anybody."""
    op.add_column("passages", sa.Column("watched", sa.Boolean(), nullable=False, server_default=sa.true()))
    where = sa.text("NOT watched AND current")
    op.create_index("passages_unwatched", "passages", ["id"], sqlite_where=where, postgresql_where=where)
    op.add_column("alterations", sa.Column("passed_on", sa.Boolean(), nullable=False, server_default=sa.true()))


def _shown_answers() -> None:
    """A message may show several incidents, each with a receipt of its own."""
    op.create_table(
        "shown_answers_new",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("answer_id", sa.String(), sa.ForeignKey("answers.id"), primary_key=True),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_dialogue", sa.Boolean(), nullable=False),
    )
    op.execute(
        "INSERT INTO shown_answers_new (chat_id, message_id, answer_id, thread_id, shown_at, in_dialogue) "
        "SELECT s.chat_id, s.message_id, s.answer_id, s.thread_id, a.answered_at, true "
        "FROM shown_answers s JOIN answers a ON a.id = s.answer_id"
    )
    op.drop_table("shown_answers")
    op.rename_table("shown_answers_new", "shown_answers")
    op.create_index("ix_shown_answers_answer_id", "shown_answers", ["answer_id"])
    op.create_index("ix_shown_answers_shown_at", "shown_answers", ["shown_at"])


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(), sa.ForeignKey("answers.id")),
        sa.Column("publishers", sa.Integer(), nullable=False),
        sa.Column("killed", sa.Integer()),
    )
    op.create_index("ix_incidents_starts", "incidents", ["starts"])
    op.create_table(
        "incident_passages",
        sa.Column("passage_id", sa.Integer(), sa.ForeignKey("passages.id"), primary_key=True),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incidents.id"), nullable=False),
    )
    op.create_index("ix_incident_passages_incident_id", "incident_passages", ["incident_id"])


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_id", sa.String(), sa.ForeignKey("answers.id")),
        sa.Column("asked", sa.JSON()),
        sa.Column("message_id", sa.BigInteger()),
        sa.UniqueConstraint("chat_id", "fingerprint"),
    )
    op.create_index("ix_watches_chat_id", "watches", ["chat_id"])
    op.create_table(
        "watch_keys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("killed", sa.Integer(), nullable=False),
        sa.Column("publishers", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer(), sa.ForeignKey("watches.id"), nullable=False),
    )
    op.create_index("watch_keys_by_key", "watch_keys", ["key", "topic", "killed", "publishers", "watch_id"])
    op.create_index("ix_watch_keys_watch_id", "watch_keys", ["watch_id"])


def _readers() -> None:
    op.create_table(
        "readers",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("language", sa.String()),
        sa.Column("zone", sa.String()),
        sa.Column("quiet_from", sa.Integer()),
        sa.Column("quiet_until", sa.Integer()),
        sa.Column("muted_until", sa.DateTime(timezone=True)),
        sa.Column("unreachable_since", sa.DateTime(timezone=True)),
        sa.Column("back_at", sa.Float(), nullable=False),
        sa.Column("free_at", sa.Float(), nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("watch_id", sa.Integer()),
        sa.Column("reply_to", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("waited", sa.Boolean(), nullable=False),
        sa.Column("free_at", sa.Float(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("killed", sa.Integer()),
        sa.Column("hushed", sa.Boolean(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("in_flight", sa.Boolean(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("failed", sa.String()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("chat_id", "kind", "subject", "reply_to"),
    )
    op.create_index("deliveries_by_due", "deliveries", ["due_at", "free_at"])
    op.create_index("deliveries_by_subject", "deliveries", ["kind", "subject"])
    op.create_table(
        "paces",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("free_at", sa.Float(), nullable=False),
    )
