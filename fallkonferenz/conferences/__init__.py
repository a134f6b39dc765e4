"""Conferences: the meeting, its agenda, who came and what was decided."""
