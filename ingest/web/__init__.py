"""One address, and its bytes or the reason why not, safely and politely: formats reads what the bytes mean."""
