"""Games whose payoffs are smooth and not rational (logit, isoelastic, exponential demand), solved at a point."""
