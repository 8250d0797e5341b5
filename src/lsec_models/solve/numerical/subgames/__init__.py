"""What is decided from a stage on, in numbers: inside bounds, at ends, after many histories at once."""
