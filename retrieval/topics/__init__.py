"""Words become kinds of incident, actors and targets; which passages answer is decided in search."""
