"""What chats were told of quotations that were altered; one correction for each chat and alteration.

Corrections were planned for each message that showed an article. Those that were told become what the chat knows, and
of those that were not one is left, which reads how the article stands when it leaves.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What each chat was told last of each quotation.
TOLD = """
INSERT INTO told_quotations (chat_id, quotation_id, version_id, state, told_at)
SELECT last.chat_id, last.quotation_id, COALESCE(a.after_id, a.before_id),
       CASE a.kind WHEN 'withdrawn' THEN 'withdrawn' WHEN 'gone' THEN 'gone' ELSE 'shown' END, last.told_at
FROM (SELECT d.chat_id, q.id AS quotation_id, MAX(d.subject) AS alteration_id, MAX(d.sent_at) AS told_at
      FROM deliveries d
      JOIN altered_quotations t ON t.alteration_id = d.subject
      JOIN quotations q ON q.id = t.quotation_id
      JOIN shown_answers s ON s.answer_id = q.answer_id AND s.chat_id = d.chat_id AND s.message_id = d.reply_to
      WHERE d.kind = 'correction' AND d.sent_at IS NOT NULL
      GROUP BY d.chat_id, q.id) last
JOIN alterations a ON a.id = last.alteration_id
"""

# Of several corrections of one alteration in a chat the one that is due is left, or else the last one.
DOUBLE = """
DELETE FROM deliveries WHERE kind = 'correction' AND id NOT IN (
    SELECT COALESCE(MAX(CASE WHEN due_at IS NOT NULL THEN id END), MAX(id))
    FROM deliveries WHERE kind = 'correction' GROUP BY chat_id, subject)
"""


def upgrade() -> None:
    op.create_table(
        "told_quotations",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("quotation_id", sa.Integer(), sa.ForeignKey("quotations.id"), primary_key=True),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("versions.id"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_told_quotations_told_at", "told_quotations", ["told_at"])
    op.execute(TOLD)
    op.execute(DOUBLE)
    op.execute("UPDATE deliveries SET reply_to = 0 WHERE kind = 'correction'")
