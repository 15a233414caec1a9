"""Places that no gazetteer has, learned from the articles that name them."""
