"""Which article a feed's entry gave, what a job's feed brought, when editors were told of a channel's silence.

Copies are told when a question is answered (`retrieval.incidents.reprints`), so the tables for them, never used, go.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_entries", sa.Column("article_id", sa.String(16)))
    op.create_index("ix_feed_entries_article_id", "feed_entries", ["article_id"])
    op.add_column("job_items", sa.Column("brought", sa.JSON()))
    op.add_column("channels", sa.Column("silence_told_at", sa.DateTime(timezone=True)))
    op.drop_table("shingle_bands")
    op.drop_table("copies")
