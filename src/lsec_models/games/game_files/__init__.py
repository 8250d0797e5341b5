"""Games as text files, read by the safe parser."""
