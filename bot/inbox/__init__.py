"""Updates that were taken from Telegram, as rows until they are dealt with: what each says, and whose turn it is."""
