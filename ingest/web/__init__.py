"""One address becomes bytes, or a reason why not: which addresses are allowed, at which pace, by which robots.txt."""
