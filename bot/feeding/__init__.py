"""Editors feed the library from a chat: /ingest takes in addresses and files, /feed follows; ingest reads them."""
