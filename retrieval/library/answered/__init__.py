"""What the library notes of answers: their receipts, and which messages show them."""
