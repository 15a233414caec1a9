"""Proofs of time: which captures and quotations were stamped by an authority, and whether a stamp holds."""
