"""Words about time and the intervals of dates that they mean; the words of each language stand in words."""
