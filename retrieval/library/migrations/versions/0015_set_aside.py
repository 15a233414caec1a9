"""How often a job was begun without getting on, so that one whose process dies twice is set aside."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("begun", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("jobs", sa.Column("begun_at", sa.Integer(), nullable=False, server_default="0"))
