"""A sentence, and what it asks for: places, period, topics, figures, with the question before; nothing is searched
here."""
