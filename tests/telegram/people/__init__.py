"""Those who talk to the bot, their chats and messages, and the small world in which they meet."""
