"""One reader for each format, and all give the same drafts; whether a draft is kept is decided in keeping."""
