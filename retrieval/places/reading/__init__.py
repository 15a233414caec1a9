"""The places that a text or a question names: cues, namesakes, misspellings, surroundings."""
