"""On which day a chat's weeks begin."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("readers", sa.Column("first_weekday", sa.Integer()))
