"""What is known, and how to find it."""
