"""What equilibria of static games are, for all parameters and at a point, and what was asked of them."""
