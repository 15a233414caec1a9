"""A sentence becomes what it asks for: places, period, topics, doubts, after the question before it."""
