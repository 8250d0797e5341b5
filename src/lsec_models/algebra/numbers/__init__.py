"""Exact numbers: rational ones, square roots of these, and real algebraic ones."""
