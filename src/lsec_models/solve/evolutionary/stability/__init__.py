"""Whether a state at rest is stable, in exact numbers."""
