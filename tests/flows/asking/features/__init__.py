"""Long reports with background, invented for these tests, and what is right about each."""
