"""Rest points of populations, followed numerically from near them."""
