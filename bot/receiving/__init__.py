"""From Telegram to the handlers: updates are asked for or listened for, kept, and handled in the order of each chat."""
