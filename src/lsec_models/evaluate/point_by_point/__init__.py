"""Games without a closed form over a grid: solved at each of its points."""
