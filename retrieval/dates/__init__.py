"""Words about time become intervals: periods of questions and event dates of articles, in four languages."""
