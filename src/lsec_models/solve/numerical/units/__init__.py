"""Units in which a game's numbers are about one, whatever those are in which it was declared."""
