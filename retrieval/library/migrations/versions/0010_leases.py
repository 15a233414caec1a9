"""Who leads a task, of all processes that share the library, and what machines hand to each other."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Of large tables, the few rows that work is looked for in.
_PARTIAL = (
    ("passages_replaced", "passages", "id", "NOT current"),
    ("articles_retracted", "articles", "id", "retracted_at IS NOT NULL"),
    ("answers_with_words", "answers", "answered_at", "question IS NOT NULL"),
)


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("task", sa.String(), primary_key=True),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "capture_records",
        sa.Column("capture_id", sa.Integer(), sa.ForeignKey("captures.id"), primary_key=True),
        sa.Column("record", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "job_documents",
        sa.Column("job_id", sa.String(36), sa.ForeignKey("jobs.id"), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    # A capture that is deleted is looked for among the versions.
    op.create_index("ix_versions_capture_id", "versions", ["capture_id"])
    for name, table, column, where in _PARTIAL:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    if op.get_bind().dialect.name == "postgresql":  # the articles of a channel are those whose addresses begin with its
        op.create_index("articles_by_url", "articles", ["url"], postgresql_ops={"url": "text_pattern_ops"})
