"""What several models share: demand for channels, types of streamer, and contracts."""
