"""What an operator does with a library as a whole: copy it, put it back, check it, make it smaller."""
