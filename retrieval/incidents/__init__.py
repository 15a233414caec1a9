"""Passages become reports, and reports become incidents, of which the chronicle keeps those that are news."""
