"""What results rest on: statements, how far each is established, and by what means."""
