"""The gates that a passage must pass to answer a question, and the order of passages, and so of incidents."""
