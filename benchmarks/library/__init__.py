"""The libraries that measurements ask: the development corpus, and a large one that is made from it."""
