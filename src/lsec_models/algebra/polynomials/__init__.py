"""Polynomials and rational functions with exact coefficients."""
