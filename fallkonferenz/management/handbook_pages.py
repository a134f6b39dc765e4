"""What MkDocs asks while it builds the pages: see mkdocs.yml."""

from typing import Any


def on_env(env: Any, *, config: Any, files: Any) -> Any:
    """The theme speaks German by itself. MkDocs looks for a catalogue of it and warns that there is none: so it is told
    that the language is English, until it has looked."""
    config.theme["locale"] = "de"
    return env
