"""``python -m audit.read EXPORT --key FILE``: checks an export, opens it with an officer's key, writes what was asked for.

Pure Python, no network, no database: it runs on the officer's own machine. Ends with 0; with 1 when the log is not sound;
with 2 when something that was given cannot be used.
"""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from audit import asked, note, policy, tools, wanted
from audit.checking import check
from audit.directory import Directory
from audit.format import Malformed
from audit.keyfile import PublicKey
from audit.note import LARGEST_NOTE
from audit.policy import LARGEST_POLICY, NotTrusted, Policy, Seen
from audit.progress import Progress
from audit.read import Tally
from audit.report import Remark, Report
from audit.source import Damaged, Row
from audit.telling import TELLERS, Head, moment
from audit.tools import DONE, FAULTY, Unusable, ended, say, unlocked
from audit.verify import add_witnessed, sentences
from audit.wanted import Wanted
from audit.words import _

DAYS, MOST_DAYS = 30, 365


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    return ended(_run, given, writes=given.out)


def _parser() -> ArgumentParser:
    parser = tools.parser("audit.read", _("Checks an export of the log, opens and filters it."))
    parser.add_argument("--policy", type=Path, metavar="FILE", help=_("whose signatures are trusted"))
    add_witnessed(parser)
    parser.add_argument("--format", choices=sorted(TELLERS), default="csv")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("a file that does not exist yet"))
    parser.add_argument("--days", type=int, default=DAYS, help=_("until the file is to be deleted"))
    parser.add_argument("--even-if-unsound", action="store_true", help=_("read a log that the check finds faulty"))
    asked.add_filters(parser)
    wanted.add_options(parser)
    return parser


def _run(given: Namespace) -> int:
    question = asked.question(given)
    if given.out.exists():
        raise Unusable(_("{path} exists and is not written over.").format(path=given.out))
    if not 0 < given.days <= MOST_DAYS:
        raise Unusable(_("What was taken out of the log is kept for 1 to {most} days.").format(most=MOST_DAYS))
    export = Directory(given.export)
    trusted = _policy(given, export)
    owner, seed = unlocked(given)
    report = check(
        export, trusted, Progress(_("Checking")), known=[_small(path, LARGEST_NOTE) for path in given.witnessed]
    )
    for sentence in sentences(report, by_its_own=not given.policy):
        say(sentence)
    if not (report.is_sound or given.even_if_unsound):
        say(_("Nothing was read: the log is not sound. Show this to the other officers; --even-if-unsound reads it."))
        return FAULTY
    what = wanted.wanted(given, question, report, _kept(export, trusted))
    tally = _write(export, seed, what, _head(given, owner, report, what), given)
    _say_tally(tally, given)
    return DONE if report.is_sound else FAULTY


def _kept(export: Directory, trusted: Policy) -> Iterator[Seen]:
    for data in export.notes():
        with suppress(Malformed, NotTrusted):  # the check has told of them
            yield trusted.check(note.parse(data))


def _write(export: Directory, seed: bytes, what: Wanted, head: Head, given: Namespace) -> Tally:
    tally, source = Tally(), _Watched(export, Progress(_("Reading")))
    with _new_file(given.out) as stream:
        teller = TELLERS[given.format](stream)
        teller.begin(head)
        try:
            for entry in what.rows(source, seed, tally):
                teller.tell(entry)
        except Damaged as error:
            if head.sound:
                raise
            tally.ended_early = Remark(None, error.sentence, error.given).text()
        teller.end(tally)
    return tally


class _Watched:
    """A source that says how far it was read."""

    def __init__(self, export: Directory, progress: Progress) -> None:
        self._export, self._progress = export, progress
        self.epoch, self.rewrap, self.tag_key = export.epoch, export.rewrap, export.tag_key

    def rows(self) -> Iterator[Row]:
        first, total = self._export.first, self._export.after - self._export.first
        for row in self._export.rows():
            yield row
            self._progress(min((row.position or 0) + 1 - first, total), total)


def _policy(given: Namespace, export: Directory) -> Policy:
    if given.policy:
        data = _small(given.policy, LARGEST_POLICY)
    else:
        data = export.policy()
        say(_("The policy came with the export: whoever made the export chose whom to trust. Use --policy."))
    try:
        return policy.parse(data)
    except Malformed as error:
        raise Unusable(_("The policy cannot be used: {error}.").format(error=error)) from error


def _small(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most + 1)


def _head(given: Namespace, owner: PublicKey, report: Report, what: Wanted) -> Head:
    now = datetime.now(UTC)
    return Head(
        made_at=now.isoformat(timespec="seconds"),
        made_by=owner.label,
        key=owner.key_id.hex(),
        expires=f"{now + timedelta(days=given.days):%Y-%m-%d}",
        origin=report.origin,
        size=report.size,
        checkpoint_at=moment(report.unix_s * 1000),
        sound=report.is_sound,
        faults=[finding.text() for finding in report.some_faults()],
        policy="own" if given.policy else "from the export",
        question=asked.in_words(given) | wanted.in_words(given) | what.said,
        format=what.format,
        columns=what.columns,
        name=what.name,
    )


@contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """Readable by its owner alone, and under its name only when it is complete."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _say_tally(tally: Tally, given: Namespace) -> None:
    sentence = _("{matched} of {seen} entries were written to {path}.")
    if given.findings is not None or given.report is not None:
        sentence = _("{matched} lines were written to {path}, made from {seen} entries.")
    say(sentence.format(matched=tally.matched, seen=tally.seen, path=given.out))
    if tally.erased:
        say(_("{count} that might belong here were erased.").format(count=tally.erased))
    if tally.unreadable:
        say(_("{count} that might belong here do not open with this key.").format(count=tally.unreadable))
    if tally.ended_early:
        say(_("The reading ended early: {reason}").format(reason=tally.ended_early))
    if tally.mistagged:
        say(
            _("{count} name another case than their tag: a question by case does not find them.").format(
                count=tally.mistagged
            )
        )
    say(_("Delete this file within {days} days.").format(days=given.days))
