"""A witness: a small program, best at another authority, that lets a log only grow.

It speaks C2SP tlog-witness over HTTP, keeps the last checkpoint it cosigned of each log it was told of, and cosigns the
next one only when that continues it. ``python -m audit.witness --help``; needs no Django and no database.
"""
