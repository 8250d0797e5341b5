"""Sums of products of conditions and of squares, modulo equations."""
