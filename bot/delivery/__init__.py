"""What is due becomes alerts with their buttons, and Telegram gets them; who is told of what is planned in outbox."""
