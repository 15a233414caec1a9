"""Updates are kept until they are dealt with, and not only that they came; which message an answer answers.

What `handled_updates` noted is let go: it was confirmed to Telegram before it was noted, so that Telegram does not
repeat it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("handled_updates")
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("update_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("body", sa.String()),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Float(), nullable=False),
        sa.Column("free_at", sa.Float(), nullable=False),
        sa.Column("worker", sa.String()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", sa.JSON()),
        sa.Column("in_flight", sa.Boolean(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("done_at", sa.DateTime(timezone=True)),
    )
    is_open = sa.text("done_at IS NULL")
    op.create_index(
        "inbox_open", "inbox", ["bot_id", "chat_id", "update_id"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.add_column("shown_answers", sa.Column("asked_in", sa.BigInteger()))
