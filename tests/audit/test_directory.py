"""Exports: whole, in part, damaged, hostile."""

import os
import random

import pytest

from audit import tree, verify
from audit.directory import Directory, NoExport
from audit.lines import LONGEST_LINE
from audit.question import Question
from audit.read import answers
from audit.tiles import all_tiles, entries_path, fetch_from, tile_path
from drill import hostile
from drill.desk import Desk
from tests.audit import keys, made


@pytest.fixture
def policy_file(tmp_path):
    path = tmp_path / "policy"
    path.write_bytes(made.policy_text())
    return path


@pytest.fixture
def export(tmp_path):
    return made.with_everything().exported(tmp_path)


def ends(export, policy_file, capsys):
    """How the program ends, and what it says."""
    end = verify.main([str(export.path), "--policy", str(policy_file)])
    said = capsys.readouterr()
    return end, said.out + said.err


@pytest.mark.parametrize("entries", [1, 256, 600])
def test_what_was_exported_is_as_sound_as_what_it_came_from(tmp_path, entries):
    export = made.ordinary(entries, epochs=1).exported(tmp_path) if entries > 1 else one_entry().exported(tmp_path)

    assert verify.check(export, made.trusted()).faults == []


def one_entry():
    log = made.Made()
    log.open_epoch()
    log.sign(witnessed=True)
    return log


def test_an_export_with_one_of_each_is_sound(export, policy_file, capsys):
    end, said = ends(export, policy_file, capsys)

    assert (end, "17" in said) == (verify.SOUND, True)


def test_files_stand_where_the_specification_wants_them(tmp_path):
    log = made.ordinary(600, epochs=1)
    path = log.exported(tmp_path).path

    assert (path / "tile/0/001").read_bytes() == b"".join(log.leaves()[256:512])
    assert (path / "tile/0/002.p/88").stat().st_size == 88 * 32
    assert (path / "tile/1/000.p/2").stat().st_size == 2 * 32
    assert (path / "tile/entries/000").read_bytes()[:98] == b"\x00\x60" + log.entries[0].header


def test_numbers_of_tiles_are_written_in_threes():
    assert tile_path(3, 1_234_067, 256) == "tile/3/x001/x234/067"
    assert entries_path(5, 7) == "tile/entries/005.p/7"
    assert list(all_tiles(65_536 + 300)) == [(1, 0, 256), (1, 1, 1), (2, 0, 1)]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_proofs_are_made_from_tiles(tmp_path, size):
    log = made.ordinary(600, epochs=1)
    export = log.exported(tmp_path)
    fetch = fetch_from(export.tile, 600)

    assert tree.root_at(size, fetch) == tree.root_at(size, log.fetch())
    proof = tree.consistency_proof(size, 600, fetch)
    roots = {"old_root": tree.root_at(size, fetch), "new_root": tree.root_at(600, fetch)}
    tree.verify_consistency(old=size, new=600, proof=proof, **roots)


def test_a_part_of_the_payloads_leaves_the_tree_whole(tmp_path):
    export = made.ordinary(600, epochs=1).exported(tmp_path, first=100, after=200)

    report = verify.check(export, made.trusted())

    assert (report.faults, report.left_out) == ([], 600 - 2 - 100)
    told = [entry.position for entry in answers(export, keys.FIRST_OFFICER, Question())]
    assert [position for position in told if 99 < position < 200] == list(range(100, 200))


def test_what_the_manifest_says_is_there_is_not_left_out(tmp_path):
    path = made.ordinary(600, epochs=1).exported(tmp_path, first=100, after=200).path
    manifest = (path / "manifest").read_bytes()
    (path / "manifest").write_bytes(manifest.replace(b'"from":100', b'"from":99'))

    assert "leaves out" in verify.check(Directory(path), made.trusted()).first.sentence


def test_an_officer_reads_an_export(export):
    events = [entry.event for entry in answers(export, keys.FIRST_OFFICER, Question())]

    assert events.count("log.erased") == 4
    assert "log.timeline" in events


def test_the_policy_that_came_with_an_export_is_said_to_be_no_proof(export, capsys):
    assert verify.main([str(export.path)]) == verify.SOUND
    warning, verdict, *_rest = capsys.readouterr().out.splitlines()
    assert "--policy" in warning
    assert verdict == "The log agrees with itself, by its own policy."


@pytest.mark.parametrize("name", ["checkpoint", "checkpoints", "epochs.jsonl", "tile/0/000.p/17", "payloads/000.p/17"])
def test_a_file_that_is_missing_is_named(export, policy_file, capsys, name):
    (export.path / name).unlink()

    end, said = ends(export, policy_file, capsys)

    assert end == verify.FAULTY
    assert name in said


@pytest.mark.parametrize("name", ["checkpoint", "epochs.jsonl", "tile/0/000.p/17", "payloads/000.p/17", "wraps.jsonl"])
@pytest.mark.parametrize("place", ["link", "pipe", "folder"])
def test_what_is_no_file_is_not_followed(export, policy_file, capsys, name, place):
    (export.path / name).unlink()
    if place == "link":
        (export.path / name).symlink_to("/dev/zero")
    elif place == "pipe":
        os.mkfifo(export.path / name)
    else:
        (export.path / name).mkdir()

    assert ends(export, policy_file, capsys)[0] == verify.FAULTY


@pytest.mark.parametrize("name", ["epochs.jsonl", "wraps.jsonl", "tags.jsonl", "timestamps.jsonl"])
@pytest.mark.parametrize(
    "line", [b"x" * (LONGEST_LINE + 10), b"[" * 5000, b"{}", b"[]", b'{"epoch":"' + b"0" * 32 + b'"}', b"\xff"]
)
def test_a_line_that_means_nothing_is_named(export, policy_file, capsys, name, line):
    (export.path / name).write_bytes(line + b"\n")

    end, said = ends(export, policy_file, capsys)

    assert end == verify.FAULTY
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 5000,
        b'{"format":"other"}',
        b'{"format":"fk-audit-export-v1","from":0,"size":5,"to":6}',
        b'{"format":"fk-audit-export-v1","from":0,"size":"5","to":5}',
        b" " * 100_000,
    ],
)
def test_without_a_manifest_there_is_no_export(export, policy_file, capsys, manifest):
    (export.path / "manifest").write_bytes(manifest)

    assert ends(export, policy_file, capsys)[0] == verify.UNUSABLE


def test_a_manifest_that_says_another_size_is_named(export):
    manifest = export.path / "manifest"
    manifest.write_bytes(manifest.read_bytes().replace(b'"size":17', b'"size":18'))

    assert "two sizes" in verify.check(Directory(export.path), made.trusted()).first.sentence


def test_a_folder_that_is_no_export_is_unusable(tmp_path, capsys):
    with pytest.raises(NoExport):
        Directory(tmp_path)
    assert verify.main([str(tmp_path)]) == verify.UNUSABLE
    assert verify.main([]) == verify.UNUSABLE
    assert capsys.readouterr().err


@pytest.mark.parametrize("policy", [b"", b"quorum", b"\xff", b"x" * 300_000])
def test_a_policy_that_means_nothing_is_unusable(export, tmp_path, capsys, policy):
    (tmp_path / "broken").write_bytes(policy)

    assert verify.main([str(export.path), "--policy", str(tmp_path / "broken")]) == verify.UNUSABLE
    assert capsys.readouterr().err


def test_a_half_written_export_has_no_name(tmp_path):
    log = made.ordinary()
    log.epochs = None  # fails in the middle

    with pytest.raises(AttributeError):
        log.exported(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_whatever_is_damaged_the_program_ends_with_a_sentence(tmp_path):
    """The long form is ``python -m drill.hostile 100000``."""
    desk = Desk(tmp_path, made=made, keys=keys)
    counted = hostile.damage_exports(desk, times=60, chance=random.Random(1))

    assert [each.total() for each in counted.values()] == [60, 60]
    assert counted["export, checked"]["faulty"] > 30


KINDS = (
    *("policy", "witnessed note", "proof", "key file", "public key", "share", "request to an officer", "wraps"),
    "request to a witness",
)


@pytest.mark.parametrize("name", KINDS)
def test_so_does_each_that_takes_a_file_from_somebody(tmp_path, name):
    (kind,) = [each for each in Desk(tmp_path, made=made, keys=keys).kinds() if each.name == name]
    assert kind.take() == "sound"  # else nothing is tried out

    counted = hostile.damage_file(kind, times=40, chance=random.Random(3))

    assert (counted.total(), counted["sound"] < 40) == (40, True)
