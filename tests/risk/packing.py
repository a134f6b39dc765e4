"""Packs for tests: signed by an authority of their own, so that each can be spoiled in one place."""

from base64 import b64encode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import risk
from risk.packing import signed
from risk.packs import Keys, trusted

EXAMPLES = Path(risk.__file__).parent / "examples"
EXAMPLE = EXAMPLES / "osnabrueck-checklist-placeholders.json"

AUTHORITY = bytes(range(32))
STRANGER = bytes(range(1, 33))


def public(seed: bytes) -> str:
    return b64encode(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()).decode()


LIST = f"# whose packs count\n{public(AUTHORITY)} Landeskriminalamt (invented)\n"
KEYS: Keys = trusted(LIST)


def words(text: str) -> dict[str, str]:
    return {"de": f"{text} (de)", "en": text}


def body(**changes: Any) -> dict[str, Any]:
    """A checklist that is a pack; None leaves a part out."""
    whole = {
        "instrument": "checklist",
        "version": "2024",
        "pack_version": "1",
        "title": words("Checklist"),
        "authority": "Landeskriminalamt (invented)",
        "licence": words("Free to use"),
        "sources": [{"text": "Invented", "url": "https://example.org/", "confirmed": True}],
        "wording": {"1": words("First question"), "2": words("Second question"), "3": words("Third question")},
        "weights": {"1": 3, "2": 2, "3": -1},
        "rule": "weighted_sum",
        "bands": [
            {"key": "low", "label": words("low"), "lowest": -1, "highest": 2},
            {"key": "high", "label": words("high"), "lowest": 3, "highest": None, "lifts_to": "high"},
        ],
    } | changes
    return {name: value for name, value in whole.items() if value is not None}


def pack(*, by: bytes = AUTHORITY, **changes: Any) -> bytes:
    return signed(body(**changes), by)
