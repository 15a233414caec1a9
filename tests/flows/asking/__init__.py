"""Readers ask, in all languages and in all ways that go wrong."""
