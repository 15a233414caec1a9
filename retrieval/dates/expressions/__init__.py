"""Expressions that name dates and the interval that each means: the words around them stand in periods and events."""
