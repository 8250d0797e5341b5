"""Where in its parameters a game with rational payoffs has another equilibrium, or none: exact critical values."""
