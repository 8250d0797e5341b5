"""A claim decided: as it stands, clause by clause, or since nothing is admissible."""
