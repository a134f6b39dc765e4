"""Each kind of file that the log's programs take from others, whole, with the program that takes it: to be damaged."""

import contextlib
import io
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from audit import approving, ceremonies, keyfile, proof, reader, restoring, rewrap, shares, tree, verify, xwing
from audit.checkpoint import Checkpoint
from audit.format import WRAPPED_BYTES, Malformed
from audit.witness import answering
from audit.witness.answering import Refused

PASSPHRASE = "a passphrase of the drill"  # noqa: S105 - of keys that live as long as the drill
CHEAP = {"memory_kib": 64, "iterations": 1, "lanes": 1}
HELD = 8  # entries that the witness has seen
ENDS = {0: "sound", 1: "faulty", 2: "unusable"}
FORMATS = ("csv", "json", "fhir")
Program = Callable[[list[str]], int]


class Kind(NamedTuple):
    """``take`` gives how it ended: in the words of ENDS, or refused."""

    name: str
    file: Path
    take: Callable[[], str]


def end_of(program: Program, *arguments: str | Path) -> str:
    """Whatever the program raises, this raises; and it must have said something."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        end = program([str(each) for each in arguments])
    if not said.getvalue().strip():
        raise RuntimeError("the program said nothing")
    return ENDS[end]


class Desk:
    """An officer's desk, a witness's door: an export, a policy, keys, and what is sent to them."""

    def __init__(self, folder: Path, *, made: Any, keys: Any) -> None:
        self.folder, self._made, self._keys = folder, made, keys
        self.log = made.with_everything()
        self._logs = made.trusted().logs
        self._held = Checkpoint(made.ORIGIN, HELD, tree.root_at(HELD, self.log.fetch()))
        self.export = self.log.exported(folder).path
        self.policy = self._put("policy", made.policy_text())
        self.words = self._put("words", f"{PASSPHRASE}\n".encode())
        with patch.object(keyfile, "COST", CHEAP):
            self.key = self._put(
                "key", keyfile.protect(keys.FIRST_OFFICER, passphrase=PASSPHRASE, label="A", role="officer")
            )

    def kinds(self) -> list[Kind]:
        """All but the exports themselves."""
        newest = self._put("witnessed", self.log.newest())
        return [
            self._kind("policy", self.policy, verify.main, self.export, "--policy", self.policy),
            self._kind(
                "witnessed note", newest, verify.main, self.export, "--policy", self.policy, "--witnessed", newest
            ),
            self._proof(),
            Kind("key file", self.key, self.read),
            self._public_key(),
            self._share(),
            self._request_to_an_officer(),
            Kind("wraps", self._wraps(), self._take_wraps),
            Kind("request to a witness", self._put("to the witness", self._asked()), self._judge),
        ]

    def read(self, form: str = "csv") -> str:
        """The reader as a program, writers and all."""
        out = self.folder / "read"
        out.unlink(missing_ok=True)
        key = (f"--key={self.key}", f"--passphrase-file={self.words}", f"--policy={self.policy}")
        return end_of(reader.main, self.export, *key, f"--format={form}", f"--out={out}")

    def _kind(self, name: str, file: Path, program: Program, *arguments: str | Path) -> Kind:
        return Kind(name, file, lambda: end_of(program, *arguments))

    def _proof(self) -> Kind:
        size, header = len(self.log.entries), bytes(self.log.entries[3].header)
        shown = proof.make(3, size=size, header=header, note=self.log.newest(), fetch=self.log.fetch())
        file = self._put("proof", shown.data)
        return self._kind("proof", file, verify.main, "--proof", file, "--policy", self.policy)

    def _public_key(self) -> Kind:
        public = xwing.public_bytes(self._keys.STRANGER)
        file = self._put("new.pub", keyfile.public_file(public, label="B", role="officer"))
        told = xwing.key_id(public).hex()[: ceremonies.SHORTEST_FINGERPRINT]
        given = ("--key", self.key, "--passphrase-file", self.words, "--for", file, "--fingerprint", told)
        return Kind("public key", file, lambda: self._once(ceremonies.main, "rewrap", self.export, *given))

    def _share(self) -> Kind:
        public, told = xwing.public_bytes(self._keys.RECOVERY), {"label": "R", "day": date(2026, 1, 1)}
        sheets = [
            shares.sheet(words, number=number, public=public, **told)
            for number, words in enumerate(shares.split(self._keys.RECOVERY)[:2], start=1)
        ]
        files = [self._put(f"share-{number}", sheet.encode()) for number, sheet in enumerate(sheets)]
        return self._kind("share", files[0], ceremonies.main, "combine", *files)

    def _request_to_an_officer(self) -> Kind:
        officers = [xwing.public_bytes(self._keys.FIRST_OFFICER)]
        restore = restoring.Restore(
            "a.example/log", "a.example/log/2", 1, "ab" * 32, 2, "cd" * 32, "a fall", "an office", 1
        )
        file = self._put("request", restoring.ask(restore, officers, self._made.INSTANCE))
        given = (file, "--key", self.key, "--passphrase-file", self.words)
        return Kind("request to an officer", file, lambda: self._once(approving.main, *given))

    def _once(self, program: Program, *arguments: str | Path) -> str:
        out = self.folder / "out"
        out.unlink(missing_ok=True)
        return end_of(program, *arguments, "--out", out)

    def _wraps(self) -> Path:
        file = self.folder / "wraps"
        with file.open("wb") as to:
            rewrap.write_head(to, bytes(32))
            for epoch in self.log.epochs:
                rewrap.write_wrap(to, rewrap.Wrap(epoch, bytes(WRAPPED_BYTES)))
        return file

    def _take_wraps(self) -> str:
        try:
            with (self.folder / "wraps").open("rb") as file:
                rewrap.read_head(file)
                return "sound" if list(rewrap.read_wraps(file)) else "faulty"
        except Malformed:
            return "refused"

    def _asked(self) -> bytes:
        """From the checkpoint the witness holds to the newest."""
        hashes = tree.consistency_proof(HELD, len(self.log.entries), self.log.fetch())
        return b"old %d\n" % HELD + b"".join(b64encode(each) + b"\n" for each in hashes) + b"\n" + self.log.newest()

    def _judge(self) -> str:
        try:
            request = answering.parse((self.folder / "to the witness").read_bytes()[: answering.LARGEST_REQUEST + 1])
            answering.judge(request, self._logs, lambda _origin: self._held)
        except Refused:
            return "refused"
        return "sound"

    def _put(self, name: str, data: bytes) -> Path:
        file = self.folder / name
        file.write_bytes(data)
        return file
