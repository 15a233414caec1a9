"""Questions that stay, and which of them a new passage concerns; when and how chats are told is the bot's."""
