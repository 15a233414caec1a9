"""Editors feed the library from a chat: addresses, files, feeds, channels. Reading them is the work of ingest."""
