"""The learned places of a library: who attests them, and what editors said of them."""
