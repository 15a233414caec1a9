"""Proofs of time."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stamps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String()),
        sa.Column("stamped_at", sa.DateTime(timezone=True), index=True),
        sa.Column("authority", sa.String()),
        sa.Column("token", sa.LargeBinary()),
    )
    op.create_table(
        "stamped",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("stamp_id", sa.Integer(), sa.ForeignKey("stamps.id"), nullable=False, index=True),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("leaf", sa.String(64), nullable=False),
    )
