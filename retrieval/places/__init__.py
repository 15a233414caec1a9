"""What is known of places: names, hierarchy, distances. Texts are read for them in reading, lists in sources."""
