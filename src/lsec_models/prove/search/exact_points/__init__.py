"""Exact points at which a claim fails, or holds."""
