"""Real algebraic numbers: in the field of one root, over several unknowns, compared exactly."""
