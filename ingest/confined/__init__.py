"""Strangers' bytes are read in a process of their own, within bounds; the readers themselves stand in `formats`."""
