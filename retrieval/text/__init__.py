"""Letters, words and sounds, whatever they mean; what they mean is read in the rooms above."""
