"""From an address, a feed, a file or a post to kept passages."""
