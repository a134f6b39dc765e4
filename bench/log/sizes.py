"""How many of what, in one place."""

WRITERS = 64
OFFICERS = 3  # two and the recovery key
TEXT = 426  # bytes of an entry before padding, as the mean of the demo
FOR_A_ROUND = 10_000  # entries of one writer in one round, at most; a thousand to an epoch
