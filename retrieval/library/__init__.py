"""SQL, which is the truth: tables, articles, places, receipts, when a source is silent, how long what is kept."""
