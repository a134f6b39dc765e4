"""``python -m audit.read``: checks, opens, filters, writes; and says in a sentence what it cannot use."""

import csv
import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import keyfile, reader, telling, xwing
from audit.format import Kind
from tests.audit import keys, made

PASSPHRASE = "correct horse battery"
COST = {"memory_kib": 64, "iterations": 1, "lanes": 1}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An officer's desk: an export, her key, her passphrase, the policy."""
    folder = tmp_path_factory.mktemp("desk")
    made.ordinary(40).exported(folder)
    (folder / "policy").write_bytes(made.policy_text())
    (folder / "passphrase").write_text(PASSPHRASE + "\n")
    (folder / "key").write_bytes(key_file())
    return folder


def key_file(seed=keys.FIRST_OFFICER, label="Ä. Müller"):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyfile, "COST", COST)  # the second that Argon2id takes is tried out elsewhere
        return keyfile.protect(seed, passphrase=PASSPHRASE, label=label, role="officer")


@pytest.fixture
def read(desk, tmp_path, capsys):
    """Run the reader as the officer would; returns its exit code, what it said, and what it wrote."""

    def run(*arguments, out=None, export=None, key=None, policy=True):
        target = out or tmp_path / "out"
        given = [export or desk / "export", "--key", key or desk / "key", "--passphrase-file", desk / "passphrase"]
        trusted = ["--policy", desk / "policy"] if policy else []
        code = reader.main([str(each) for each in (*given, *trusted, "--out", target, *arguments)])
        said = capsys.readouterr()
        assert said.out == ""
        return code, said.err, target.read_text() if target.is_file() else None

    return run


def table(text):
    rows = list(csv.reader(io.StringIO(text)))
    remarks = {name.removeprefix("# "): value for name, value in (row for row in rows if row[0].startswith("#"))}
    names, *entries = [row for row in rows if not row[0].startswith("#")]
    return remarks, [dict(zip(names, entry, strict=True)) for entry in entries]


def test_a_sound_export_is_read(read):
    code, said, text = read()

    remarks, entries = table(text)
    assert code == 0
    assert "sound" in said
    assert len(entries) == 40
    assert entries[1]["event"] == "case.read"
    assert entries[1]["actor"] == made.ACTOR
    assert (remarks["made_by"], remarks["sound"], remarks["policy"], remarks["seen"]) == (
        "Ä. Müller",
        "true",
        "own",
        "40",
    )
    assert remarks["expires"] > remarks["made_at"][:10]
    assert remarks["key"] == xwing.key_id(xwing.public_bytes(keys.FIRST_OFFICER)).hex()


def test_what_it_writes_is_for_its_owner_alone(read, tmp_path):
    read()

    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--event", "case.read"], 36),
        (["--kind", "epoch-open"], 2),
        (["--kind", "epoch-close"], 2),
        (["--actor", made.ACTOR], 36),
        (["--actor", "99999999-2222-4333-8444-555555555555"], 0),
        (["--since", "2023-11-14T22:20:00+00:00"], 20),
        (["--until", "2023-11-14T22:20:00+00:00"], 20),
        (["--until", "2023-11-15"], 40),
        (["--until", "2023-11-13"], 0),
    ],
)
def test_filters_choose(read, filters, count):
    remarks, entries = table(read(*filters)[2])

    assert len(entries) == count
    assert json.loads(remarks["question"]) == {filters[0].removeprefix("--"): filters[1]}


def test_json_and_fhir_are_whole_documents(read, tmp_path):
    as_json = json.loads(read("--format", "json", "--event", "case.", out=tmp_path / "a")[2])
    bundle = json.loads(read("--format", "fhir", "--event", "case.", out=tmp_path / "b")[2])
    nothing = json.loads(read("--format", "json", "--event", "none", out=tmp_path / "c")[2])

    assert as_json["head"]["made_by"] == "Ä. Müller"
    assert as_json["tally"] == {
        "seen": 40,
        "matched": 36,
        "erased": 0,
        "unreadable": 0,
        "mistagged": 0,
        "ended_early": "",
    }
    assert [entry["position"] for entry in as_json["entries"]][:3] == [1, 2, 3]
    assert (bundle["resourceType"], bundle["type"], len(bundle["entry"])) == ("Bundle", "collection", 36)
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == 36
    assert nothing["entries"] == []


def test_without_a_policy_of_ones_own_it_warns(read):
    code, said, text = read(policy=False)

    assert code == 0
    assert "chose whom to trust" in said
    assert "agrees with itself" in said
    assert "is sound" not in said
    assert table(text)[0]["policy"] == "from the export"


def test_what_a_witness_has_seen_shows_that_the_end_was_cut_off(read, tmp_path):
    """The export ends below it; without the witness's word it agrees with itself."""
    log = made.ordinary(40)
    (tmp_path / "seen").write_bytes(log.kept[-1])
    log.entries[-3:] = []
    log.kept[-2:] = []
    log.sign(witnessed=True)
    (tmp_path / "log").mkdir()
    log.exported(tmp_path / "log")

    code, _said, _text = read(export=tmp_path / "log" / "export")
    informed, said, text = read(
        "--witnessed", tmp_path / "seen", export=tmp_path / "log" / "export", out=tmp_path / "b"
    )

    assert (code, informed, text) == (0, 1, None)
    assert "NOT sound" in said


# An unsound log ------------------------------------------------------------------------------


@pytest.fixture
def unsound(tmp_path):
    log = made.ordinary(40)
    log.entries[5].payload = log.entries[6].payload
    (tmp_path / "log").mkdir()
    log.exported(tmp_path / "log")
    return tmp_path / "log" / "export"


def test_an_unsound_log_is_not_read(read, unsound):
    code, said, text = read(export=unsound)

    assert (code, text) == (1, None)
    assert "position 5" in said
    assert "NOT sound" in said


def test_unless_it_is_told_to_and_then_it_says_so_in_what_it_writes(read, unsound):
    code, _said, text = read("--even-if-unsound", export=unsound)

    remarks, entries = table(text)
    assert code == 1
    assert remarks["sound"] == "false"
    assert "position" not in remarks["faults"] or remarks["faults"]
    assert remarks["unreadable"] == "1"
    assert entries[5]["event"] == "log.unreadable"


def test_what_ends_early_is_read_up_to_there(read, unsound):
    """Of an export that is damaged in its middle, an officer who insists gets what comes before, and is told."""
    payloads = unsound / "payloads" / "000.p" / "40"
    payloads.write_bytes(payloads.read_bytes()[:4000])
    code, said, text = read("--even-if-unsound", "--format", "json", export=unsound)

    told = json.loads(text)
    assert code == 1
    assert "ended early" in said
    assert 0 < len(told["entries"]) < 40
    assert "payloads" in told["tally"]["ended_early"]


# What was written by strangers ----------------------------------------------------------------


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "\r=1", "\n=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(evil):
    shown = telling.cell(evil)

    assert not shown.lstrip("\t\r\n ").startswith(telling.FORMULA)


@pytest.mark.parametrize("evil", ["a\nb", "a\x1b[2Jb", "a\u202eb", "a\x00b", "a\ud800b", "a\x9bb"])
def test_no_cell_moves_the_cursor(evil):
    assert telling.cell(evil).isprintable()


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.text(max_size=8) | st.integers() | st.booleans(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    )
)
def test_any_value_is_one_cell(value):
    rows = list(csv.reader(io.StringIO(_row(telling.cell(value)))))

    assert len(rows) == 1
    assert len(rows[0]) == 1
    assert not rows[0][0].startswith(telling.FORMULA) or isinstance(value, int)


def _row(cell):
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerow([cell])
    return stream.getvalue()


def test_whatever_was_sealed_is_written_in_every_format(read, tmp_path):
    log = made.Made()
    epoch = log.open_epoch()
    for evil in ('=HYPERLINK("x")', "\x1b[2J", "a\r\nb", '"', "</script>"):
        log.event(epoch, purpose=evil, outcome=evil, details={"changed": [evil]})
    _seal(log, epoch, b'{"event":"x","purpose":"\\ud800","details":{"a":"\\udfff"}}')
    _seal(log, epoch, b'{"event":"x","details":' + b"[" * 900 + b"]" * 900 + b"}")
    _seal(log, epoch, b'{"event":"x","details":{"a":1e999}}')
    log.sign(witnessed=True)
    (tmp_path / "log").mkdir()
    log.exported(tmp_path / "log")

    for format_ in ("csv", "json", "fhir"):
        code, _said, text = read("--format", format_, export=tmp_path / "log" / "export", out=tmp_path / format_)
        assert code == 0
        assert "\x1b" not in text
        assert format_ == "csv" or json.loads(text)


def _seal(log, epoch, text):
    open_ = log._open[epoch]
    sealed = open_.key.seal(text, kind=Kind.EVENT, counter=open_.take(), unix_ms=log.clock_ms)
    log.entries.append(made.Entry(sealed.header, sealed.payload))


# What cannot be used --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "yesterday"],
        ["--since", "9999-99-99"],
        ["--until", "9999-12-31"],
        ["--actor", "Müller"],
        ["--case", "1"],
        ["--institution", "-1"],
        ["--institution", "9" * 40],
        ["--days", "0"],
        ["--days", "999999"],
    ],
)
def test_what_cannot_be_asked_is_said(read, arguments):
    code, said, text = read(*arguments)

    assert (code, text) == (2, None)
    assert "Traceback" not in said
    assert said.strip()


def test_nothing_is_written_over(read, tmp_path):
    (tmp_path / "mine").write_text("mine")
    code, said, text = read(out=tmp_path / "mine")

    assert (code, text) == (2, "mine")
    assert "not written over" in said


@pytest.mark.parametrize("name", ["nothing here", "key"])
def test_what_is_no_export_is_said(read, desk, name):
    code, said, text = read(export=desk / name)

    assert (code, text) == (2, None)
    assert len(said.splitlines()) == 1


def test_a_wrong_passphrase_is_said(read, desk, tmp_path):
    (tmp_path / "other").write_bytes(key_file().replace(b'"sealed_seed": "', b'"sealed_seed": "AAAA'))
    code, said, text = read(key=tmp_path / "other")

    assert (code, text) == (2, None)
    assert "passphrase" in said


def test_somebody_elses_key_opens_nothing_and_that_is_counted(read, tmp_path):
    (tmp_path / "stranger").write_bytes(key_file(keys.STRANGER))
    code, said, text = read("--event", "case.", key=tmp_path / "stranger")

    remarks, entries = table(text)
    assert (code, entries, remarks["unreadable"]) == (0, [], "36")
    assert "36 that might belong here do not open with this key" in said


@pytest.mark.parametrize("name", ["missing", "."])
def test_files_that_cannot_be_read_are_said(read, tmp_path, name):
    code, said, _text = read(key=tmp_path / name)

    assert code == 2
    assert said.strip()


def test_an_interruption_leaves_nothing(read, monkeypatch, tmp_path):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(telling.Csv, "end", interrupted)
    code, _said, text = read()

    assert (code, text) == (130, None)
    assert os.listdir(tmp_path) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_export_is_a_sentence_and_never_a_traceback(desk, tmp_path, capsys, data):
    export = desk / "export"
    files = sorted(path for path in export.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    before = path.read_bytes()
    path.write_bytes(data.draw(_damage(before)))
    try:
        out = tmp_path / "out"
        out.unlink(missing_ok=True)
        arguments = [export, "--key", desk / "key", "--passphrase-file", desk / "passphrase", "--out", out]
        code = reader.main([str(each) for each in (*arguments, "--even-if-unsound")])
    finally:
        path.write_bytes(before)

    assert code in (0, 1, 2)
    assert capsys.readouterr().err.strip()


def _damage(before):
    place = st.integers(0, max(len(before) - 1, 0))
    return st.one_of(
        st.binary(max_size=64),
        place.map(lambda at: before[:at]),
        st.tuples(place, st.binary(min_size=1, max_size=8)).map(
            lambda cut: before[: cut[0]] + cut[1] + before[cut[0] + len(cut[1]) :]
        ),
        place.map(lambda at: before + before[at:]),
    )


DAMAGED_KEY = json.loads(key_file())


@settings(max_examples=60, deadline=None)
@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                "format",
                "label",
                "role",
                "key",
                "public_key",
                "kdf",
                "memory_kib",
                "iterations",
                "lanes",
                "salt",
                "nonce",
                "sealed_seed",
            ]
        ),
        st.sampled_from([None, -1, 0, 2**40, True, 1.5, [None]]) | st.text(max_size=8),
    )
)
def test_a_damaged_key_file_is_a_sentence(fields):
    data = json.dumps(DAMAGED_KEY | fields).encode()
    for act in (keyfile.read_public, lambda data: keyfile.unlock(data, passphrase=PASSPHRASE)):
        with suppress(keyfile.BadKeyFile):
            act(data)


def test_it_runs_as_a_module_without_django(desk, tmp_path):
    program = (
        "import runpy, sys; sys.argv = ['read', *sys.argv[1:]];"
        "\ntry: runpy.run_module('audit.read', run_name='__main__')"
        "\nexcept SystemExit as end: sys.exit(7 if 'django' in sys.modules else end.code)"
    )
    arguments = [
        desk / "export",
        "--key",
        desk / "key",
        "--passphrase-file",
        desk / "passphrase",
        "--out",
        tmp_path / "o",
    ]
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], cwd=root, check=False, capture_output=True
    )

    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / "o").exists()
