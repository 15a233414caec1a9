"""What things take, each measured in a process of its own."""
