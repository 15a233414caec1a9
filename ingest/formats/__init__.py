"""One reader for each format, all of which give the same drafts: what is kept is decided in keeping."""
