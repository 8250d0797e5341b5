"""One mover's best decision on a line, and a leader's before who answers."""
