"""Channels of a chain: which of them there are, what is decided in them, and who leads."""
