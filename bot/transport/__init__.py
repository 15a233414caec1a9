"""Telegram's wire: sending again after a refusal, pace, the webhook, errors and logs."""
