"""``python -m audit.read --findings``, ``--sample`` and ``--report``: the officers' review, however large the log is."""

import json

import pytest

from audit import reader
from audit.format import Kind
from audit.sampling import READS, Draw
from tests.audit import made
from tests.audit.test_reader import PASSPHRASE, key_file, table

OTHER = "99999999-2222-4333-8444-555555555555"
CASE = "77777777-2222-4333-8444-555555555555"
MONTH = "2023-11"  # the clock of ``made`` begins on the 14th


def busy(*checked):
    """Six refusals in six minutes, forty reads, and what officers said of findings."""
    log = made.Made()
    epoch = log.open_epoch()
    for _each in range(6):
        log.event(epoch, event="access.denied", operation="none", outcome="denied", institution=3)
        log.pass_minutes(1)
    for _each in range(40):
        log.event(epoch, case=CASE, institution=3, outcome="ok")
    for finding in checked:
        note = {"finding": finding, "pattern": "denials", "note": "Nachgefragt."}
        log.event(epoch, event="log.finding_checked", kind=Kind.OFFICER_ACCESS, actor=OTHER, details=note)
    log.sign(witnessed=True)
    return log


@pytest.fixture
def read(tmp_path, capsys):
    (tmp_path / "policy").write_bytes(made.policy_text())
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n")
    (tmp_path / "key").write_bytes(key_file())
    places = ["--key", "key", "--passphrase-file", "passphrase", "--policy", "policy", "--out", "out"]
    given = [tmp_path / each if not each.startswith("--") else each for each in places]

    def run(log, *arguments):
        folder = tmp_path / f"log {len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        log.exported(folder)
        (tmp_path / "out").unlink(missing_ok=True)
        code = reader.main([str(each) for each in (folder / "export", *given, *arguments)])
        said = capsys.readouterr().err
        return code, said, (tmp_path / "out").read_text() if code != 2 else ""

    return run


def findings(read, log):
    code, _said, text = read(log, "--findings", MONTH, "--format", "json")
    assert code == 0
    return {each["pattern"]: each for each in json.loads(text)["findings"]}


def test_findings_and_what_other_officers_said_of_them(read):
    open_ = findings(read, busy())["denials"]
    checked = findings(read, busy(open_["finding"]))["denials"]

    assert (open_["count"], open_["actor"], open_["institution"], open_["checked"]) == (6, made.ACTOR, 3, False)
    assert open_["entries"] == [1, 2, 3, 4, 5, 6]
    assert checked["checked"] is True
    assert checked["notes"] == [{"by": OTHER, "note": "Nachgefragt."}]


def test_without_a_month_they_are_those_of_the_last_thirty_days_of_the_log(read):
    _code, said, text = read(busy(), "--findings")

    assert "lines were written" in said
    remarks, rows = table(text)
    assert remarks["format"] == "fk-audit-findings-v1"
    assert "denials" in [row["pattern"] for row in rows]


def test_the_sample_is_that_of_the_workplace(read):
    log = busy()
    _code, _said, text = read(log, "--sample", 5, "--month", MONTH, "--format", "json")

    told = json.loads(text)
    checkpoint = log.sign()
    seed = Draw(checkpoint.origin, checkpoint.size, checkpoint.root, MONTH, 5).seed
    assert told["head"]["question"]["seed"] == seed.hex()
    assert len(told["entries"]) == 5
    assert {entry["operation"] for entry in told["entries"]} <= set(READS)


def test_a_sample_is_drawn_under_the_checkpoint_that_is_asked_for(read):
    log = made.Made()
    epoch = log.open_epoch()
    for _half in range(2):
        for _each in range(10):
            log.event(epoch, case=CASE, outcome="ok")
        log.sign(witnessed=True)

    _code, _said, text = read(log, "--sample", 10, "--month", MONTH, "--size", 11, "--format", "json")
    code, said, _text = read(log, "--sample", 10, "--month", MONTH, "--size", 12)

    assert max(entry["position"] for entry in json.loads(text)["entries"]) == 10
    assert code == 2
    assert "checkpoint" in said


def test_the_figures_of_a_month(read):
    _code, _said, text = read(busy(), "--report", MONTH)

    _remarks, rows = table(text)
    figures = {(row["what"], row["of"]): row["number"] for row in rows}
    assert figures["refusals by institution", "3"] == "6"
    assert figures["acts by operation", "query"] == "40"
    assert figures["acts by day", "2023-11-14"] == "40"
    assert figures["findings not yet checked", "denials"] == "1"
    assert figures["not counted", "unreadable"] == "0"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--findings", "2023-13"],
        ["--findings", MONTH, "--report", MONTH],
        ["--findings", MONTH, "--actor", OTHER],
        ["--findings", MONTH, "--format", "fhir"],
        ["--findings", MONTH, "--zone", "No/Where"],
        ["--sample", 5],
        ["--sample", 0, "--month", MONTH],
        ["--sample", 5, "--month", "0000-01"],
    ],
)
def test_what_cannot_be_asked_is_a_sentence(read, arguments):
    code, said, _text = read(busy(), *arguments)

    assert code == 2
    assert "Traceback" not in said
