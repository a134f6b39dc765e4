"""The workplace of data protection officers: the log, never a case. Nothing else reads on the reader's connection."""
