"""Regions, institutions and the people who act for them."""
