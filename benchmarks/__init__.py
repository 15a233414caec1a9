"""Measurements: quality of answers (`make eval`), speed and memory (`make bench`), the picture in the README."""
