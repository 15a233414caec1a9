"""Several machines on one PostgreSQL and one Chroma server: who does what, and what becomes of one that hangs."""
