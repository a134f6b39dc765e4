"""Drafts: what somebody is typing and has not sent."""
