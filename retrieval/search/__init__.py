"""The passages that pass every gate of a question, best first; what they tell together stands in incidents."""
