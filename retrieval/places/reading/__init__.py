"""A text read for the places that it names; what is known of places stands one room above."""
