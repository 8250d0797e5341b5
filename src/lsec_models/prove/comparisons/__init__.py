"""Rankings, comparative statics and thresholds: who has more of what, and where that turns."""
