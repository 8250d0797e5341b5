"""Equilibria in closed form over a grid: interior ones as they are, piecewise ones by regime, several at once."""
