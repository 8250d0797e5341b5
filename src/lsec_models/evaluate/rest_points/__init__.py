"""Rest points of populations over a grid: their shares, where they rest, and where they are stable."""
