"""How figures look: styles, words at axes, names inside, and files."""
