"""Several movers at once: all candidates, each put to everybody."""
