"""Whether there are equilibria at all: answers of later movers, and families of first-order points that are in equilibrium."""
