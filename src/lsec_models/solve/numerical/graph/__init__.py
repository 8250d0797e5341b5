"""Payoffs and all their derivatives as one graph of operations, and what it computes as functions."""
