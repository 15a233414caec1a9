"""People stand in the audit trail under pseudonyms, so that they can be forgotten; old free pages are to be cleaned.

File names go from the trail as well: they often hold somebody's name. What a job was about stands with the job.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

audit = sa.table(
    "audit",
    sa.column("id", sa.Integer),
    sa.column("actor", sa.BigInteger),
    sa.column("action", sa.String),
    sa.column("subject", sa.String),
)
pseudonyms = sa.table("pseudonyms", sa.column("user_id", sa.BigInteger), sa.column("number", sa.BigInteger))


def upgrade() -> None:
    op.create_table(
        "pseudonyms",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False, unique=True),
    )
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    _unlock(is_sqlite)
    _rename(connection)
    _lock(is_sqlite)
    with op.batch_alter_table("channels") as channels:
        channels.alter_column("added_by", existing_type=sa.BigInteger(), nullable=True)
    if is_sqlite and connection.execute(sa.text("SELECT 1 FROM articles LIMIT 1")).first():
        op.execute("INSERT INTO facts (key, value) VALUES ('free_pages', 'not clean')")


def _rename(connection: sa.Connection) -> None:
    """Give everybody in the trail a pseudonym."""
    about_people = audit.c.action.in_(("editors add", "editors remove"))
    actors = set(connection.scalars(sa.select(audit.c.actor).where(audit.c.actor.is_not(None)).distinct()))
    subjects = {int(one) for one in connection.scalars(sa.select(audit.c.subject).where(about_people)) if one}
    for user_id in sorted(actors | subjects):
        number = secrets.randbelow(2**40)
        connection.execute(pseudonyms.insert().values(user_id=user_id, number=number))
        connection.execute(audit.update().where(audit.c.actor == user_id).values(actor=number))
        named = audit.update().where(about_people, audit.c.subject == str(user_id))
        connection.execute(named.values(subject=f"person {number}"))
    taken_in = sa.select(audit.c.id, audit.c.subject).where(audit.c.action == "ingest")
    for id_, subject in connection.execute(taken_in).all():
        if subject and not subject.isdigit() and not _is_public(subject):
            connection.execute(audit.update().where(audit.c.id == id_).values(subject="document"))


def _is_public(subject: str) -> bool:
    return subject.startswith(("http://", "https://")) and not subject.startswith("https://t.me/c/")


def _unlock(is_sqlite: bool) -> None:
    for trigger in ("audit_no_update", "audit_no_delete") if is_sqlite else ("audit_append_only",):
        op.execute(f"DROP TRIGGER {trigger}" + ("" if is_sqlite else " ON audit"))


def _lock(is_sqlite: bool) -> None:
    """The trail is append-only again, in the database itself (revision 0003)."""
    if not is_sqlite:
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
        )
        return
    for word in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER audit_no_{word} BEFORE {word.upper()} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )
