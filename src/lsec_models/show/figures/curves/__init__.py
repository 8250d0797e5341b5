"""Curves and surfaces: quantities over parameters, and over time."""
