"""The same bot in a terminal: what it sends is shown, what is typed arrives as updates."""
