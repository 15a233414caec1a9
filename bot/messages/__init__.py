"""How answers, dates, figures, sources and silence are worded, and the buttons below answers; nothing is sent."""
