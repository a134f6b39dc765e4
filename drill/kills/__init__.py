"""Processes and services fall while people write; what was accepted must be there, once, with its entry; ``make drill``."""
