"""What must be told to whom: written with the act, delivered later."""
