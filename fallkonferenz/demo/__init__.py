"""Private services and invented data for the demo, the tests and the benches."""
