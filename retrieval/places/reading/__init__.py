"""The places that a text or a question names: cues, evidence, homographs, namesakes."""
