"""First-order conditions of several stages as one square system, and how it is solved."""
