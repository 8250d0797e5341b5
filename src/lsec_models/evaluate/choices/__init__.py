"""Sweeps of solved choices among modes."""
