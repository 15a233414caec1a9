"""SQL, which is the truth: tables, articles, places, receipts, sources, who was shown what, how long it is kept."""
