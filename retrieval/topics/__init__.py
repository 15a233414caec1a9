"""Words that say what kind of incident a text tells of, who did it and what was hit: which passages answer is not
decided here."""
