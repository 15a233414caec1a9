"""Web pages: their characters, what they say of themselves, and the words of their article."""
