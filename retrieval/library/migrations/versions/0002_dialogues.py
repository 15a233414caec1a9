"""Where answers were shown, so that a reply to one goes on with it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_answers",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("answer_id", sa.String(12), sa.ForeignKey("answers.id"), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id"),
    )
    op.create_index("ix_shown_answers_answer_id", "shown_answers", ["answer_id"])


def downgrade() -> None:
    op.drop_table("shown_answers")
