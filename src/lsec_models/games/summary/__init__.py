"""What a result says, and how each format writes it."""
