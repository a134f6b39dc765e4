"""The log: sealed when written, readable by the data protection officers alone. See audit/README.md."""
