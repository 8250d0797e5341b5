"""The version of the package, said here only."""

__version__ = "0.1.0"
