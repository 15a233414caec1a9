"""Files of which each is one article or a few: text, Markdown, PDF."""
