"""What is to be told to whom and when, as rows: planned, claimed, settled, after quiet hours. No Telegram here."""
