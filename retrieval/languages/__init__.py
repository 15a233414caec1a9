"""Which language a text or a question is in; the words of each language stand in the rooms that read them."""
