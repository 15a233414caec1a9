"""From a draft to a kept article with recognised passages, and the bytes that were read: nothing is fetched here."""
