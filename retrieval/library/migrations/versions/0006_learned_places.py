"""Places that no gazetteer has, learned from the articles that name them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learned_places",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("skeleton", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("anchor_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String()),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("merged_into", sa.String()),
    )
    op.create_index("ix_learned_places_skeleton", "learned_places", ["skeleton"])
    op.create_table(
        "attestations",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("place_id", sa.String(), sa.ForeignKey("learned_places.id"), nullable=False),
        sa.Column("article_id", sa.String(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.UniqueConstraint("article_id", "place_id", "name"),
    )
    op.create_index("ix_attestations_place_id", "attestations", ["place_id"])
