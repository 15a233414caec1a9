"""The passages that pass every gate of a question, best first, while what they tell together stands in incidents."""
