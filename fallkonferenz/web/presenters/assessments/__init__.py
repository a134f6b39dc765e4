"""Assessments in words: begun, answered, completed, compared."""
