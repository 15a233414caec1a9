"""Questions that stay, and which of them a new passage concerns, but not when and how chats are told."""
