"""Screens: one module per noun. A screen loads, binds, acts, shows, and decides nothing."""
