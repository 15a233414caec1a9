"""A sentence and what it asks for, read with the question before it, while nothing is searched here."""
