"""Every sentence of the interface, in the reader's language; dates and numbers as each language writes them."""
