"""Whole numbers in words and digits, in four languages; what they count is read in figures."""
