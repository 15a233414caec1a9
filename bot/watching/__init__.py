"""A chat says what it wants to be told, and when; telling it is the work of delivery."""
