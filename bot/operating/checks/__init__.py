"""Whether a library is whole: each check looks at one thing and says what to do about what it finds."""
