"""One reader for each format, with its quirks and its refusals; all give the same drafts."""
