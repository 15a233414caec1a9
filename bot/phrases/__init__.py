"""How a sentence is said in the reader's language; the sentence itself stands where it is said."""
