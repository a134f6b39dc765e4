"""Sixty people at work at once, on a database of a country's size; ``make load``."""
