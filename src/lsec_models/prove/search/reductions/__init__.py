"""Goals made simpler before they are proved: fewer variables, fewer factors, fewer conditions."""
