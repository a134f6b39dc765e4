"""Measures the ratios of docs/performance.md: ``make bench`` and ``make bench-large``.

It may look at everything of the application; nothing of the application may look at it.
"""
