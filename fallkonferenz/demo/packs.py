"""The example packs of ``risk``, loaded as an operator would; nobody has confirmed them, so they give no band."""

from pathlib import Path

import risk
from fallkonferenz.actions.packs import load_as_operator
from risk.models import Pack

FILES = sorted((Path(risk.__file__).parent / "examples").glob("*.json"))


def load_examples() -> None:
    """Once: what an administrator retired in the demo stays retired."""
    if not Pack.objects.exists():
        for each in FILES:
            load_as_operator(each.read_bytes())
