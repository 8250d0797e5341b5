"""Functions of parameters that are no quotients of polynomials: square roots, and roots of polynomials."""
