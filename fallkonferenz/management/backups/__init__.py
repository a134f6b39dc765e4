"""Backups: the database and the keys apart, and the check that a backup can be brought back."""
