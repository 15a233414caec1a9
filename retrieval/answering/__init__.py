"""The whole way from a question to its answer; how an answer looks in a chat is the bot's."""
