"""Targets written as sums of what is known not to be negative, or to be zero."""
