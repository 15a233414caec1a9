"""Passages become reports, and reports incidents: which excerpts are shown, their figures, reprints, what is news."""
