"""A library in one file and back again: what belongs in it, how it is written, and how it is read with distrust."""
