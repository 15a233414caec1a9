"""Run migrations on the connection that `retrieval.library.database` hands over."""

from alembic import context

from retrieval.library.models import Article

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Article.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
