"""Who may do what, and who did it; what editors change in the library stands in feeding."""
