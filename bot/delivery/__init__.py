"""What is due becomes messages, and Telegram gets them; who is told of what is planned in outbox."""
