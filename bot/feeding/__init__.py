"""Editors feed the library from a chat; reading and keeping what they bring is the work of ingest."""
