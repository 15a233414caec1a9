"""Editors feed the library, and imports are killed."""
