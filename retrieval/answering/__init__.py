"""The whole way from a question to its answer, but not how an answer looks in a chat."""
