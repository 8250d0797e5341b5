"""Paths of populations, and where they lead."""
