"""Dateline with something else in it: a part taken away, another constant, another model."""
