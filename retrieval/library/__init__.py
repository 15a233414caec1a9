"""SQL, which is the truth: articles, passages, places, receipts, who was shown what; searching is not here."""
