"""The sandbox: a bounded process of its own, in which strangers' bytes are read. The readers stand in `formats`."""
