"""Shipped and imported lists, turned into places and names; SQL is not touched here."""
