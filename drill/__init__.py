"""What an installation must stand: many people at once, and parts of it falling at any moment.

It starts private services and processes as in production, on the loopback interface only; see ``docs/load.md``.
"""
