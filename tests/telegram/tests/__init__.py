"""Tests of the server itself; those of the text rules stand beside them."""
