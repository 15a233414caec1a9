"""Passages become reports, reports become incidents; the chronicle keeps those that are news. No question is read
here."""
