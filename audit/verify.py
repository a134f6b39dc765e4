"""``python -m audit.verify DIR --policy FILE`` checks an export, ``--proof FILE`` one entry.

Pure Python: no database, no Django, no secret key. Ends with 0 when everything is sound, with 1 when something is not
(the first bad position and what is wrong with it come first), with 2 when there is nothing that could be checked.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from audit import dated, policy, proof
from audit.checking import check
from audit.dated import NoCertificates
from audit.directory import Directory, NoExport
from audit.format import LARGEST_PAYLOAD, Malformed
from audit.lines import read_plain
from audit.note import LARGEST_NOTE
from audit.policy import LARGEST_POLICY, NotTrusted, Policy
from audit.progress import Progress
from audit.report import MOST_PLACES, Remark, Report
from audit.source import Damaged
from audit.tree import BadProof
from audit.words import N_, _, say

__all__ = ["check", "main", "sentences"]
SOUND, FAULTY, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


class Unusable(Exception):
    """There is nothing to check, or nothing to check it by."""


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        return _proof(given) if given.proof else _export(given)
    except (Unusable, NoExport, NoCertificates) as error:
        say(_(str(error)), is_error=True)
    except Damaged as error:
        say(Remark(None, error.sentence, error.given).text(), is_error=True)
    except KeyboardInterrupt:
        return INTERRUPTED
    return UNUSABLE


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="audit.verify", description=_("Checks a log, or the proof of one entry."))
    parser.add_argument("export", nargs="?", type=Path, help=_("the directory of an export"))
    parser.add_argument("--policy", type=Path, help=_("whose signatures are trusted; get it from elsewhere"))
    add_witnessed(parser)
    parser.add_argument("--timestamps-by", type=Path, help=_("certificates (PEM) of the authority of timestamps"))
    parser.add_argument("--proof", type=Path, help=_("the proof of one entry"))
    parser.add_argument("--payload", type=Path, help=_("the payload that belongs to the proof, if you have it"))
    return parser


def add_witnessed(parser: ArgumentParser) -> None:
    told = _("a checkpoint from elsewhere, such as a witness's")
    parser.add_argument("--witnessed", type=Path, action="append", default=[], help=told)


def _export(given: Namespace) -> int:
    if not given.export:
        raise Unusable(N_("Name the directory of an export, or a proof."))
    export = Directory(given.export)
    trusted = _policy(given.policy) if given.policy else _parsed(export.policy())
    known = [read_plain(path, LARGEST_NOTE) for path in given.witnessed]
    report = check(export, trusted, Progress(), known=known)
    dates = _dates(export, given.timestamps_by, report) if given.timestamps_by else []
    if not given.policy:
        say(_("The policy came with the export: whoever made the export chose whom to trust. Use --policy."))
    for sentence in [*sentences(report, by_its_own=not given.policy), *dates]:
        say(sentence)
    return SOUND if report.is_sound else FAULTY


def _dates(export: Directory, path: Path, report: Report) -> list[str]:
    """Only the first and the last: between them, each day says the same."""
    dates = [
        _("An authority of timestamps saw {size} entries at {at}.").format(size=size, at=_time(int(at.timestamp())))
        for size, at in dated.check_timestamps(export, dated.roots_of(path), report)
    ]
    return dates[:1] + dates[1:][-1:]


def _proof(given: Namespace) -> int:
    if not given.policy:
        raise Unusable(N_("A proof is checked by a policy: name its file."))
    trusted = _policy(given.policy)
    payload = read_plain(given.payload, LARGEST_PAYLOAD) if given.payload else None
    try:
        shown = proof.parse(read_plain(given.proof, proof.LARGEST_PROOF))
        header, seen = proof.verify(shown, trusted, payload=payload)
    except (BadProof, NotTrusted, Malformed) as error:
        say(_("This proves nothing: {error}.").format(error=error))
        return FAULTY
    say(
        _("Position {position} of {origin} holds entry {counter} of epoch {epoch}, written {at}.").format(
            position=shown.index,
            origin=seen.checkpoint.origin,
            counter=header.counter,
            epoch=header.epoch.hex,
            at=_time(header.unix_ms // 1000),
        )
    )
    if not seen.quorum:
        say(_("The witnesses the policy asks for have not cosigned this checkpoint."))
        return FAULTY
    return SOUND


def sentences(report: Report, *, by_its_own: bool = False) -> list[str]:
    """The report in words, the worst first. ``by_its_own``: the policy came with the log."""
    return [*_verdict(report, by_its_own), *_figures(report), *_notices(report)]


def _verdict(report: Report, by_its_own: bool) -> list[str]:
    if report.first is None:
        return [_("The log agrees with itself, by its own policy.") if by_its_own else _("The log is sound.")]
    lines = [_("The log is NOT sound."), _("First: {fault}").format(fault=_placed(report.first))]
    shown = report.some_faults()
    lines += [f"  {_placed(fault)}" for fault in shown if fault is not report.first]
    if report.fault_count > len(shown):
        lines.append(_("… and {count} more.").format(count=report.fault_count - len(shown)))
    if report.is_cut:
        lines.append(_("The check was ended early."))
    return lines


def _figures(report: Report) -> list[str]:
    lines = [
        _("{origin}: {size} entries in {epochs} epochs, {checkpoints} checkpoints, the newest of {at}.").format(
            origin=report.origin,
            size=report.size,
            epochs=report.epochs,
            checkpoints=report.checkpoints,
            at=_time(report.unix_s),
        )
    ]
    if report.witnesses:
        lines.append(
            _("Witnessed up to size {size} at {at} by {names}.").format(
                size=report.witnessed_size, at=_time(report.witnessed_s), names=", ".join(report.witnesses)
            )
        )
    if report.erased:
        lines.append(_("{count} payloads were erased.").format(count=report.erased))
    if report.left_out:
        lines.append(_("{count} payloads are not in this export.").format(count=report.left_out))
    return lines


def _notices(report: Report) -> list[str]:
    return [
        _("Note: {notice}").format(notice=_placed(first))
        + _again(report.times[sentence], report.places.get(sentence, []))
        for sentence, first in report.notices.items()
    ]


def _again(count: int, places: list[int]) -> str:
    if count < 2:
        return ""
    if not places:
        return _(" ({count} times)").format(count=count)
    listed = ", ".join([*map(str, places), *(["…"] if count > MOST_PLACES else [])])
    return _(" ({count} times, at the positions {positions})").format(count=count, positions=listed)


def _placed(finding: Remark) -> str:
    if finding.position is None:
        return finding.text()
    return _("position {position}: {what}").format(position=finding.position, what=finding.text())


def _time(unix_s: int) -> str:
    try:
        return f"{datetime.fromtimestamp(unix_s, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return str(unix_s)


def _policy(path: Path) -> Policy:
    return _parsed(read_plain(path, LARGEST_POLICY))


def _parsed(data: bytes) -> Policy:
    try:
        return policy.parse(data)
    except Malformed as error:
        raise Unusable(_("The policy cannot be used: {error}.").format(error=error)) from error


if __name__ == "__main__":
    sys.exit(main())
