"""One reader for each format, with its quirks and the words of its refusals; all give the same drafts."""
