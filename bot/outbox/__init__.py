"""What is to be told to whom, as rows: planned, claimed, settled; Telegram is not known here."""
