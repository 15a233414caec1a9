"""Text with entities, its direction, and its division at Telegram's limits; what is said stands one room above."""
