"""Stocks that decisions build up over time: goodwill, and fame."""
