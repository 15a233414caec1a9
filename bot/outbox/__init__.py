"""Who is to be told of what, and when, as rows: planned, claimed at a pace, settled, after quiet hours."""
