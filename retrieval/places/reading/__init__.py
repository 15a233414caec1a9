"""A text read for the places that it names, by what the room above knows of places."""
