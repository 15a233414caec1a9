"""The tests, arranged as the packages are."""
