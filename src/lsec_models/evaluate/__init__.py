"""Equilibria as numbers: compiled kernels, sweeps over parameters, audits by numerical deviation."""
