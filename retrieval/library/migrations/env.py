"""Run migrations on the connection that `retrieval.library.database` hands over."""

from alembic import context
from sqlmodel import SQLModel

from retrieval.library import incident_models, models, place_store, sources  # noqa: F401 - the tables
from retrieval.library.shared import models as shared_models  # noqa: F401 - the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
