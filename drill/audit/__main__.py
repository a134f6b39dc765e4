"""``python -m drill.audit``: ten kills under eight writers (``--long``: a hundred).

Prints one line per figure and ends with 1 if one falls short.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from drill.audit.course import LONG, SHORT, drilled
from drill.figures import printed


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m drill.audit", description=__doc__)
    arguments.add_argument("--long", action="store_true", help="a hundred kills instead of ten")
    rounds = LONG if arguments.parse_args().long else SHORT
    folder = Path(tempfile.mkdtemp(prefix="fk-drill-"))
    try:
        return printed(drilled(folder, slot="drill-audit", rounds=rounds))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
