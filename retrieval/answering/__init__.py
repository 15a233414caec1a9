"""The whole way from a question to its answer, outcome, coverage and JSON; how it looks is the work of bot."""
