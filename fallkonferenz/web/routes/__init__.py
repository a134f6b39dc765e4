"""Addresses of the screens, one module per noun."""
