"""Questions that stay: their terms, and which of them a new passage concerns; telling is the work of bot."""
