"""Nouns of a case: the pair, its parties, entries, grounds, assessments, admissions."""
