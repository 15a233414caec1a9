"""Captures, what became of articles, feeds, jobs, rights and the audit trail; there is no way back but a backup."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The audit trail is append-only in the database itself, whoever opens it.
SQLITE_GUARDS = [
    f"CREATE TRIGGER audit_no_{word} BEFORE {word.upper()} ON audit "
    "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
    for word in ("update", "delete")
]
POSTGRES_GUARDS = [
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
    "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
]


def upgrade() -> None:
    _record()
    _feeding()
    _rights()


def _moment(name: str, nullable: bool = True) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _record() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("final_url", sa.String(), nullable=False),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id")),
        _moment("captured_at", nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String()),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("warc", sa.String(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_captures_article_id", "captures", ["article_id"])
    op.create_index("ix_captures_sha256", "captures", ["sha256"])
    for column in (
        sa.Column("date_source", sa.String()),
        sa.Column("byline", sa.String()),
        _moment("modified_at"),
        _moment("retracted_at"),
        sa.Column("retracted_because", sa.String()),
        _moment("gone_at"),
    ):
        op.add_column("articles", column)
    # In words of SQL: Alembic would copy the table on SQLite, and dropping the old one breaks the keys that point at it.
    op.execute("ALTER TABLE versions ADD COLUMN capture_id INTEGER REFERENCES captures (id)")
    op.create_table(
        "copies",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("original_id", sa.String(16), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
    )
    op.create_index("ix_copies_original_id", "copies", ["original_id"])
    op.create_table(
        "shingle_bands",
        sa.Column("band", sa.String(24), primary_key=True),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
    )
    op.create_index("ix_shingle_bands_article_id", "shingle_bands", ["article_id"])
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        _moment("corrected_at", nullable=False),
        sa.Column("corrected_by", sa.BigInteger()),
    )
    op.create_index("ix_corrections_article_id", "corrections", ["article_id"])
    op.create_table(
        "alterations",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        _moment("altered_at", nullable=False),
        sa.Column("before_id", sa.Integer(), sa.ForeignKey("versions.id"), nullable=False),
        sa.Column("after_id", sa.Integer(), sa.ForeignKey("versions.id")),
        sa.Column("reason", sa.String()),
    )
    op.create_index("ix_alterations_article_id", "alterations", ["article_id"])
    op.create_index("ix_alterations_altered_at", "alterations", ["altered_at"])
    op.create_table(
        "altered_quotations",
        sa.Column("alteration_id", sa.Integer(), sa.ForeignKey("alterations.id"), primary_key=True),
        sa.Column("quotation_id", sa.Integer(), sa.ForeignKey("quotations.id"), primary_key=True),
    )
    op.create_index("ix_altered_quotations_quotation_id", "altered_quotations", ["quotation_id"])


def _feeding() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("url", sa.String(), nullable=False, unique=True),
        sa.Column("site_url", sa.String()),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String()),
        sa.Column("added_by", sa.BigInteger()),
        _moment("added_at", nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        _moment("due_at", nullable=False),
        _moment("checked_at"),
        _moment("succeeded_at"),
        _moment("new_article_at"),
        _moment("failing_since"),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String()),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("undated", sa.Integer(), nullable=False),
        _moment("silence_told_at"),
    )
    op.create_index("ix_feeds_due_at", "feeds", ["due_at"])
    op.create_table(
        "feed_entries",
        sa.Column("feed_id", sa.Integer(), sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        _moment("seen_at", nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("username", sa.String()),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        _moment("added_at", nullable=False),
        _moment("left_at"),
        _moment("post_at"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.BigInteger()),
        _moment("asked_at", nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("language", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer()),
        _moment("finished_at"),
        _moment("told_at"),
    )
    op.create_index("ix_jobs_told_at", "jobs", ["told_at"])
    op.create_table(
        "job_items",
        sa.Column("job_id", sa.String(36), sa.ForeignKey("jobs.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("article_id", sa.String()),
        sa.Column("detail", sa.String()),
    )
    op.create_table(
        "rechecks",
        sa.Column("article_id", sa.String(16), sa.ForeignKey("articles.id"), primary_key=True),
        _moment("due_at", nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        _moment("checked_at"),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        sa.Column("missing", sa.Integer(), nullable=False),
    )
    op.create_index("ix_rechecks_due_at", "rechecks", ["due_at"])


def _rights() -> None:
    op.create_table(
        "people",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("role", sa.String(), nullable=False),
        _moment("since", nullable=False),
        sa.Column("given_by", sa.BigInteger()),
    )
    op.create_table(
        "invitations",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        _moment("expires_at", nullable=False),
        sa.Column("made_by", sa.BigInteger()),
        _moment("made_at", nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        _moment("done_at", nullable=False),
        sa.Column("actor", sa.BigInteger()),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("detail", sa.JSON()),
    )
    op.create_index("ix_audit_done_at", "audit", ["done_at"])
    op.create_index("ix_audit_actor", "audit", ["actor"])
    op.create_table(
        "handled_updates",
        sa.Column("update_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        _moment("handled_at", nullable=False),
    )
    op.create_index("ix_handled_updates_handled_at", "handled_updates", ["handled_at"])
    guards = SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRES_GUARDS
    for guard in guards:
        op.execute(guard)
