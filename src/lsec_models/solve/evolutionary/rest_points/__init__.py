"""All states at rest: in closed form, at a point, and enclosed."""
