"""Functions of parameters that are not quotients of polynomials: square roots, and roots of polynomials."""
