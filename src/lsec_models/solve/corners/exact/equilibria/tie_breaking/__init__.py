"""Equilibria that rest on what indifferent movers choose."""
