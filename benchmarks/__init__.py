"""Measurements: quality (`make eval`), parts (`make ablation`), speed (`make bench`), the picture in the README."""
