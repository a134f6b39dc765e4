"""What instruments ask, and what follows from the answers. Knows nothing of cases, persons or the log."""
