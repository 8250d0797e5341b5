"""Decisions at which all conditions hold, found from some starts, and told apart."""
