"""What is known of places: names, hierarchy, distances; texts are read for them in reading, lists in sources."""
