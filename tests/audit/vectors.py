"""Where the public test vectors lie; they are no part of this repository."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(os.environ.get("FALLKONFERENZ_VECTORS", Path(__file__).parents[3] / "shared" / "vectors"))

wanted = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of public test vectors is absent (FALLKONFERENZ_VECTORS)"
)


def read(path: str) -> Any:
    return json.loads((FOLDER / path).read_text()) if FOLDER.is_dir() else []
