"""Sentences cut into clauses, and what each place and date in them is there for."""
