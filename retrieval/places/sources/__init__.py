"""Shipped and imported lists become places and names; SQL is not touched here."""
