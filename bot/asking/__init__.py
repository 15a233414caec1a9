"""A question in a chat, and what follows it; the answer itself comes from retrieval."""
