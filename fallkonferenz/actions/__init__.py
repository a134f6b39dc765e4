"""Verbs: every change of anything, and every read of a case file. One module per noun."""
