"""Vectors, the model that makes them, and Chroma, a projection of the library; ranking is the work of search."""
