"""Certificates as they are written down, and whether they, or points, settle a given claim."""
