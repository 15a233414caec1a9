"""Telegram's wire: sending, and again after a 429, the pace of answers beside alerts, errors."""
