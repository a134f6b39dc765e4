"""What the log costs and how fast it is read, as ratios against the same without it and against its peers."""
