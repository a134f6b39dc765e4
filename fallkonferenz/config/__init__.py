"""Wiring: settings, addresses, server and queue. Nobody imports it but the start."""
