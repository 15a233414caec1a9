"""From a URL, feed, file or message to kept passages."""
