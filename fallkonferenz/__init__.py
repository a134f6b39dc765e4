"""Fallkonferenz: case conferences on high-risk domestic violence."""
