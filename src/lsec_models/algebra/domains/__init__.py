"""Declared symbols, the domains that they range over, and points of these."""
