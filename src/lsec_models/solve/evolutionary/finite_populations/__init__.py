"""Populations of finitely many: by simulation, and exactly."""
