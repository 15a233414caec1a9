"""How good answers, alerts and readings are: who asks, who scores, and the tables that show it."""
