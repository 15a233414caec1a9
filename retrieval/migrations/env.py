"""Run migrations on the connection that `retrieval.database` hands over."""

from alembic import context

from retrieval.models import SQLModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
