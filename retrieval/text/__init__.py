"""Letters, words and sounds, whatever they mean: what they say of dates, places or people stands in the rooms above."""
