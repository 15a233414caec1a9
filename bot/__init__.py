"""Talks to people: everything that knows Telegram, a terminal or the command line."""
