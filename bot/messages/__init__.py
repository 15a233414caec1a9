"""How answers, dates, figures, sources and silence are worded, and their buttons; sending is done elsewhere."""
