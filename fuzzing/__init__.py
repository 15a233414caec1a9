"""Coverage-guided fuzzing of what reads other people's bytes, with atheris: `make fuzz`."""
