"""Telegram's wire: sending, pace, the webhook, errors and logs; what is said stands in messages."""
