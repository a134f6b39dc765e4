"""Private services and invented data for the demo, the tests and the benches; importable nowhere else."""

import os
import sys

if os.environ.get("FALLKONFERENZ_DEMO") != "1" and "pytest" not in sys.modules:
    raise ImportError("fallkonferenz.demo holds invented data; it belongs to the demo and the tests only.")
