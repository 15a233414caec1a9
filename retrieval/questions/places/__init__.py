"""The places that a question asks about, and what is searched for them."""
