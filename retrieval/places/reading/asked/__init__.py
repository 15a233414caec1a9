"""What only questions are read for: misspellings, inflections, surroundings, unknown names, names after towns."""
