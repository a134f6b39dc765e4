"""Private services for the demo, the tests, the benches and the check of backups; and invented data, for the first three."""
