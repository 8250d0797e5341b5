"""What the command returns, beside 0 for done."""

DIFFERS = 1
BAD_INPUT = 2
INTERRUPTED = 130
NO_READER = 141
