"""The revisions of the database, run by Alembic when a library is opened."""
