"""Who is let in, where things are kept, and what the containers start."""
