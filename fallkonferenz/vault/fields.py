"""Model fields that hold sealed bytes and nothing else; CaseVault fills and reads them."""

from typing import Any, Final, NewType

from django.db import models

Sealed = NewType("Sealed", bytes)

# Version 1: format byte, nonce, ciphertext padded to whole blocks, tag.
FORMAT: Final = 1
NONCE_LENGTH: Final = 12
BLOCK: Final = 64
_FRAME: Final = 1 + NONCE_LENGTH + 16


def is_sealed(value: object) -> bool:
    """Whether the bytes have the shape of a sealed text: the format byte first and whole blocks inside the frame."""
    if not isinstance(value, (bytes, bytearray, memoryview)):  # a union would be put together at each call
        return False
    body = len(value) - _FRAME
    return body >= BLOCK and body % BLOCK == 0 and value[0] == FORMAT


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # generic in the stubs only
    """A text sealed with the key of its case.

    It declares the section that governs who may read it: the name of a section, or of the field of the same row that
    holds one. Clear text never gets past it into SQL, and nothing about the text can be asked of it there.
    """

    non_db_attrs = (*models.BinaryField.non_db_attrs, "section")  # who may read it changes no column

    def __init__(self, *args: Any, section: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"section": self.section}

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not is_sealed(value):
            raise TypeError(f"{self.name} takes sealed bytes only: seal the text with CaseVault.seal() first")
        return super().get_prep_value(value)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in ("isnull", "exact") else None
