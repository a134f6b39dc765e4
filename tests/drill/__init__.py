"""Faults of what an installation stands on, and the tools that bring them about."""
