"""A question in a chat, and what follows it: dialogue, buttons for more, the greeting."""
