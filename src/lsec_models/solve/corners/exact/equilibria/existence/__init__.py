"""Whether there are equilibria: answers of later movers, and which first-order points are in equilibrium."""
