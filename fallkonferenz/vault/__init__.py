"""Secrets: keys, sealing, sealed model fields, spoken codes; the lowest layer of Fallkonferenz."""
