"""The log's processes are killed while acts are written; no entry may be lost, orphaned or without a place.

``python -m drill.audit``: ten kills (``--long``: a hundred). See ``docs/load.md`` for what else is drilled.
"""
