"""Enclosures of real numbers, and of the zeros of smooth systems."""
