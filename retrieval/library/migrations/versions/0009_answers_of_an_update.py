"""Which answers the messages of an update may show, so that a handler that is begun anew knows them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("answers", sa.JSON()))
