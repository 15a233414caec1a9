"""Names that no list has, as articles attest them and questions find them by their sound."""
