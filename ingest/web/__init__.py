"""One address, and its bytes or the reason why not, safely and politely; what the bytes mean is read in formats."""
