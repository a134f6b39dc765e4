"""Imported by whatever holds invented data or published keys: outside of demo, tests and benches it refuses to load."""

import os
import sys

if os.environ.get("FALLKONFERENZ_DEMO") != "1" and "pytest" not in sys.modules:
    raise ImportError("This module holds invented data; it belongs to the demo and the tests only.")
