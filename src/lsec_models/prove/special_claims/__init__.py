"""Claims that are brought down to polynomials in ways of their own: at a root, by regimes, by a crossing."""
