"""One library and several processes: who leads a task, and what machines hand to each other."""
