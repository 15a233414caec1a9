"""Words about time and the intervals that they mean: its words stand in words, what they name in expressions."""
