"""The policy (C2SP tlog-policy): whose signatures a checker trusts. It is the only thing a checker must be given.

Pure Python. Lines: ``log VKEY [URL]``, ``witness NAME VKEY [URL]``, ``group NAME K|any|all NAME…``, ``quorum NAME|none``,
and one of ours, ``instance HEX``: the Ed25519 key an installation signs its epochs with. A log has a line for each kind
of signature; after a restore it goes on under ``ORIGIN/2``, with lines of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from audit import checkpoint, note
from audit.checkpoint import Checkpoint
from audit.format import Malformed
from audit.note import Algorithm, BadSignature, Key, Note
from audit.plain import decimal

LARGEST_POLICY = 256 * 1024
MOST_LINES = 512
LOG_KINDS = (Algorithm.ED25519, Algorithm.ML_DSA_44_COSIGNATURE)
WITNESS_KINDS = (Algorithm.ED25519_COSIGNATURE, Algorithm.ML_DSA_44_COSIGNATURE)
NONE = "none"


class NotTrusted(ValueError):
    """This note is not signed by the log as the policy demands."""


@dataclass(frozen=True, slots=True)
class Group:
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint of a known log, and when the log says it signed (0: it does not say).

    ``witnesses``: by their names in the policy, with the second they signed at.
    """

    checkpoint: Checkpoint
    unix_s: int
    witnesses: dict[str, int]
    quorum: bool


@dataclass(slots=True)
class Policy:
    logs: dict[str, list[Key]] = field(default_factory=dict)
    witnesses: dict[str, Key] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""
    instances: list[bytes] = field(default_factory=list)

    def check(self, signed: Note) -> Seen:
        """Raises NotTrusted for a log that is not known or did not sign, Malformed for what is no checkpoint.

        The log must have signed in each way the policy has a line for: by one key of each kind.
        """
        said = checkpoint.parse(signed.text)
        keys = self.logs.get(said.origin)
        if keys is None:
            raise NotTrusted(f"the policy knows no log {said.origin!r}")
        named = {key: name for name, key in self.witnesses.items()}
        try:
            right = note.verify(signed, [*keys, *named])
        except BadSignature as error:
            raise NotTrusted(str(error)) from error
        kinds = {each.key.algorithm for each in right if each.key in keys}
        if kinds != {key.algorithm for key in keys}:
            raise NotTrusted(f"the log {said.origin!r} did not sign this checkpoint in each way it has to")
        witnesses = {named[each.key]: each.unix_s or 0 for each in right if each.key in named}
        unix_s = max(each.unix_s or 0 for each in right if each.key in keys)
        return Seen(said, unix_s, witnesses, self.is_quorum(set(witnesses)))

    def is_quorum(self, names: set[str]) -> bool:
        """Whether enough witnesses are among ``names``. Groups stand in an order in which members come first."""
        stands = {name: name in names for name in self.witnesses}
        for name, group in self.groups.items():
            stands[name] = sum(stands[member] for member in group.members) >= group.threshold
        return self.quorum == NONE or stands.get(self.quorum, False)


def parse(data: bytes) -> Policy:
    """Raises Malformed, with the number of the line."""
    if len(data) > LARGEST_POLICY or data.count(b"\n") > MOST_LINES:
        raise Malformed(f"a policy has at most {MOST_LINES} lines and {LARGEST_POLICY} bytes")
    policy = Policy()
    for number, line in enumerate(_lines(data), start=1):
        words = re.findall(r"[^ \t]+", line)
        if words and not words[0].startswith("#"):
            try:
                _read(policy, words)
            except Malformed as error:
                raise Malformed(f"line {number} of the policy: {error}") from error
    if not policy.quorum:
        raise Malformed("the policy has no line that says what the quorum is")
    return policy


def _lines(data: bytes) -> list[str]:
    if any(byte < 0x20 and byte not in b"\t\n" for byte in set(data)) or 0x7F in data:
        raise Malformed("a policy has no control characters")
    try:
        return data.decode().split("\n")
    except UnicodeDecodeError as error:
        raise Malformed("a policy is UTF-8") from error


def _read(policy: Policy, words: Sequence[str]) -> None:
    reader, fewest, most = READERS.get(words[0], (None, 0, 0))
    if reader is None:
        raise Malformed(f"there is no line {words[0]!r}")
    if not fewest <= len(words) - 1 <= most:
        raise Malformed(f"a line {words[0]!r} has {fewest} to {most} words more")
    reader(policy, words[1:])


def _log(policy: Policy, words: Sequence[str]) -> None:
    key = _key(words[0], LOG_KINDS)
    known = policy.logs.setdefault(key.name, [])
    if key in known:
        raise Malformed(f"the same key of {key.name} is named twice")
    known.append(key)


def _witness(policy: Policy, words: Sequence[str]) -> None:
    name, key = _new_name(policy, words[0]), _key(words[1], WITNESS_KINDS)
    if any(key.public == other.public for other in policy.witnesses.values()):
        raise Malformed("two witnesses have one key")
    policy.witnesses[name] = key


def _group(policy: Policy, words: Sequence[str]) -> None:
    name, members = _new_name(policy, words[0]), tuple(words[2:])
    taken = {member for group in policy.groups.values() for member in group.members}
    for member in members:
        if member not in policy.witnesses and member not in policy.groups:
            raise Malformed(f"{member!r} was not named on a line before")
        if member in taken or members.count(member) > 1:
            raise Malformed(f"{member!r} is a member already")
    threshold = {"any": 1, "all": len(members)}.get(words[1]) or decimal(words[1].encode())
    if not 1 <= threshold <= len(members):
        raise Malformed(f"{threshold} of {len(members)} cannot be")
    policy.groups[name] = Group(threshold, members)


def _quorum(policy: Policy, words: Sequence[str]) -> None:
    if policy.quorum:
        raise Malformed("there is one quorum only")
    if words[0] != NONE and words[0] not in policy.witnesses and words[0] not in policy.groups:
        raise Malformed(f"{words[0]!r} was not named on a line before")
    policy.quorum = words[0]


def _instance(policy: Policy, words: Sequence[str]) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", words[0]):
        raise Malformed("the key of an instance is 64 hexadecimal digits")
    policy.instances.append(bytes.fromhex(words[0]))


def _key(text: str, kinds: Sequence[Algorithm]) -> Key:
    key = note.parse_vkey(text)
    if key.algorithm not in kinds:
        raise Malformed(f"a key of type {int(key.algorithm)} does not belong on this line")
    return key


def _new_name(policy: Policy, name: str) -> str:
    if name == NONE or name in policy.witnesses or name in policy.groups:
        raise Malformed(f"the name {name!r} is taken")
    return name


READERS: dict[str, tuple[Callable[[Policy, Sequence[str]], None], int, int]] = {
    "log": (_log, 1, 2),
    "witness": (_witness, 2, 3),
    "group": (_group, 3, 66),
    "quorum": (_quorum, 1, 1),
    "instance": (_instance, 1, 1),
}
