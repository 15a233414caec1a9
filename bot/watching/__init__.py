"""A chat says what it wants to be told, and when, and what is to be forgotten; telling it is the work of delivery."""
