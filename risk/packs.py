"""Packs: signed files with which an authority brings what of an instrument is licensed, local or unconfirmed.

Read from outside inwards: its size, its JSON, its form, its signature, its contents. What does not hold is refused with
sentences and nothing of it is used. ``docs/risk/packs.md`` says the format in words.
"""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import islice
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from risk import contents, schema
from risk.instruments import ALL
from risk.pack import PackData
from risk.plain_json import LARGEST_FILE, NotPlain, canonical, parse
from risk.schema import Fault
from risk.shape import Band, Norm, NormSet, Source, Words

FORMAT: Final = "fk-risk-pack-v1"
MOST_FAULTS: Final = 20  # more of them help nobody
KEY_BYTES: Final = 32


class BadPack(Exception):
    """This file is no pack that can be used here. ``faults`` say in both languages what is wrong, and where."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.sentence.en}".lstrip(": ") for fault in faults))
        self.faults = faults


class BadKeys(ValueError):
    """The list of trusted keys cannot be read."""


class Signatory(NamedTuple):
    """Whose key it is; ``confirms`` where the signature is an authority's word that the numbers are right."""

    name: str
    confirms: bool = True


Keys = Mapping[bytes, Signatory]

# The key of the packs in risk/examples. Its private half was thrown away; nothing that it signed is ever verified.
EXAMPLES: Final = Signatory("Fallkonferenz: example", confirms=False)
EXAMPLE_KEY: Final = b64decode("4Ack4DYYH0wIUKn6OqXLM06HTVQer/Tf9nNC83un7+E=")


def trusted(text: str) -> Keys:
    """The keys of the operator's list, one a line: the public key in base64, then whose it is; ``#`` begins a remark.

    The key of the shipped examples is always among them. BadKeys with the number of the line that is wrong.
    """
    found = {EXAMPLE_KEY: EXAMPLES}
    for number, line in enumerate(text.splitlines(), start=1):
        key, _space, name = line.partition("#")[0].strip().partition(" ")
        if not key:
            continue
        try:
            raw = b64decode(key, validate=True)
        except ValueError:
            raw = b""
        if len(raw) != KEY_BYTES or not name.strip():
            raise BadKeys(f"line {number}: a key of 32 bytes in base64, a space and whose it is")
        found.setdefault(raw, Signatory(name.strip()))
    return found


def read(data: bytes, keys: Keys) -> PackData:
    """The pack in ``data``; BadPack if it is no pack, is signed by none of ``keys``, or does not fit its instrument."""
    file = _formed(data)
    signatory = _signed_by(file, keys)
    _must_fit(file["pack"])
    return _made(file["pack"], verified=signatory.confirms)


def read_again(data: bytes, keys: Keys) -> PackData:
    """A pack that was loaded once. It is kept when its key is trusted no longer, but it is not verified any more."""
    file = _formed(data)
    _must_fit(file["pack"])
    try:
        verified = _signed_by(file, keys).confirms
    except BadPack:
        verified = False
    return _made(file["pack"], verified=verified)


def signed_text(pack: object) -> bytes:
    """What a signature is about: the name of the format and the canonical pack."""
    return FORMAT.encode() + b"\n" + canonical(pack)


def _formed(data: bytes) -> dict[str, Any]:
    try:
        file = parse(data)
    except NotPlain as error:
        raise BadPack(_unreadable(error)) from error
    if isinstance(file, dict) and file.get("format") == FORMAT and "signature" not in file:
        raise BadPack(UNSIGNED)
    _refuse(schema.faults(file))
    assert isinstance(file, dict)  # noqa: S101 - the schema says so
    return file


def _signed_by(file: Mapping[str, Any], keys: Keys) -> Signatory:
    key = b64decode(file["signature"]["key"])
    if key not in keys:
        raise BadPack(_told(STRANGER, sha256(key).hexdigest()[:16]))
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            b64decode(file["signature"]["ed25519"]), signed_text(file["pack"])
        )
    except (InvalidSignature, ValueError, NotPlain) as error:
        raise BadPack(TAMPERED) from error
    return keys[key]


def _must_fit(pack: Mapping[str, Any]) -> None:
    _refuse(contents.faults(pack, ALL.get(pack["instrument"])))


def _refuse(faults: Iterable[Fault]) -> None:
    found = tuple(islice(faults, MOST_FAULTS))
    if found:
        raise BadPack(*found)


def _made(pack: Mapping[str, Any], *, verified: bool) -> PackData:
    return PackData(
        key=pack["instrument"],
        version=pack["version"],
        pack_version=pack["pack_version"],
        title=Words(**pack["title"]),
        authority=pack["authority"],
        licence=Words(**pack["licence"]),
        sources=tuple(Source(each["text"], each.get("url", ""), each["confirmed"]) for each in pack["sources"]),
        sha256=sha256(canonical(pack)).hexdigest(),
        verified=verified and all(each["confirmed"] for each in pack["sources"]),
        wording={code: Words(**words) for code, words in pack.get("wording", {}).items()},
        weights=pack.get("weights", {}),
        rule=pack.get("rule", ""),
        bands=tuple(map(_band, pack.get("bands", ()))),
        norm_sets=tuple(map(_norm_set, pack.get("norm_sets", ()))),
        thresholds=pack.get("thresholds", {}),
    )


def _band(band: Mapping[str, Any]) -> Band:
    return Band(band["key"], Words(**band["label"]), band["lowest"], band["highest"], band.get("lifts_to"))


def _norm_set(each: Mapping[str, Any]) -> NormSet:
    return NormSet(
        key=each["key"],
        label=Words(**each["label"]),
        base_rate=each["base_rate"],
        sample=Words(**each["sample"]),
        warning=Words(**each["warning"]),
        norms=tuple(Norm(**row) for row in each["norms"]),
    )


UNSIGNED = Fault("signature", Words("Dieses Paket ist nicht unterschrieben.", "This pack is not signed."))
STRANGER = Fault(
    "signature.key",
    Words(
        "Dieses Paket ist mit einem Schlüssel unterschrieben, dem hier nicht vertraut wird ({}…).",
        "This pack is signed with a key that is not trusted here ({}…).",
    ),
)
TAMPERED = Fault(
    "signature",
    Words(
        "Die Unterschrift passt nicht: Das Paket wurde nach dem Unterschreiben verändert.",
        "The signature does not fit: the pack was changed after it was signed.",
    ),
)
UNREADABLE = {
    "too_large": Words(
        f"Diese Datei ist größer als {LARGEST_FILE // 1024} KiB.",
        f"This file is larger than {LARGEST_FILE // 1024} KiB.",
    ),
    "no_text": Words("Diese Datei ist kein Text in UTF-8.", "This file is no text in UTF-8."),
    "too_deep": Words(
        "In dieser Datei stehen zu viele Klammern ineinander.",
        "There are too many brackets within brackets in this file.",
    ),
    "no_json": Words(
        "Diese Datei ist kein vollständiges JSON (Zeile {}). Vielleicht wurde sie nur halb geschrieben.",
        "This file is no complete JSON (line {}). Perhaps it was written by half only.",
    ),
    "twice": Words("Die Angabe „{}“ steht zweimal in derselben Gruppe.", "“{}” is given twice in the same group."),
    "number": Words("„{}“ ist keine Zahl, die hier möglich ist.", "“{}” is no number that is possible here."),
}


def _unreadable(error: NotPlain) -> Fault:
    return _told(Fault("", UNREADABLE[error.key]), error.about)


def _told(fault: Fault, about: str) -> Fault:
    return Fault(fault.where, Words(fault.sentence.de.format(about), fault.sentence.en.format(about)))
