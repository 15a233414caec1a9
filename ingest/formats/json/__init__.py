"""Articles in JSON, whoever wrote it."""
