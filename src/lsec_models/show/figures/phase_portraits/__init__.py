"""Phase portraits: of one state and its costate, and of populations."""
