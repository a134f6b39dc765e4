"""The witness as a program: two addresses, bounded, and a command that says what is wrong with how it was called."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from audit.witness import __main__ as command
from audit.witness.answering import LARGEST_REQUEST
from audit.witness.keeping import Witness
from audit.witness.server import Server
from tests.audit.small_log import NOW, SmallLog
from tests.audit.test_witness import NAME, OURS, request

ROOT = Path(__file__).parents[2]


@contextmanager
def served(folder, *logs):
    """Its port; a witness of ours for tests of whoever talks to one."""
    witness = Witness(folder, {log.origin: log.keys for log in logs}, OURS.as_witness(NAME), lambda: NOW)
    server = Server(("127.0.0.1", 0), witness)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def log():
    return SmallLog(leaves=9)


@pytest.fixture
def port(tmp_path, log):
    with served(tmp_path / "witness", log) as port:
        yield port


def ask(port, method, path, body=None, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type"), response.read()
    finally:
        connection.close()


def test_a_conversation(port, log):
    name = sha256(log.origin.encode()).hexdigest()
    assert ask(port, "GET", f"/{name}/checkpoint")[0] == 404
    status, _type, lines = ask(port, "POST", "/add-checkpoint", request(log, 4, old=0))
    assert (status, lines.count(b"\n")) == (200, 2)
    assert ask(port, "GET", f"/{name}/checkpoint")[2].endswith(lines)
    assert ask(port, "POST", "/add-checkpoint", request(log, 9, old=0)) == (409, "text/x.tlog.size", b"4\n")
    assert ask(port, "POST", "/add-checkpoint", request(log, 9, old=4))[0] == 200


def test_one_connection_serves_several_requests(port, log):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    for size in (1, 2, 3):
        connection.request("POST", "/add-checkpoint", body=request(log, size, old=size - 1))
        response = connection.getresponse()
        assert (response.status, response.read()[:3]) == (200, "—".encode())
    connection.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/elsewhere", {}, 404),
        ("GET", "/", {}, 404),
        ("GET", "/../../etc/passwd/checkpoint", {}, 404),
        ("GET", f"/{'0' * 64}/checkpoint/more", {}, 404),
        ("PUT", "/add-checkpoint", {}, 501),
        ("POST", "/add-checkpoint", {"Content-Length": "x"}, 411),
        ("POST", "/add-checkpoint", {"Content-Length": "-1"}, 411),
        ("POST", "/add-checkpoint", {"Content-Length": "9" * 400}, 413),
        ("POST", "/add-checkpoint", {"Content-Length": str(LARGEST_REQUEST + 1)}, 413),
        ("POST", "/add-checkpoint", {"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_what_is_not_asked_rightly(port, method, path, headers, status):
    assert ask(port, method, path, **headers)[0] == status


def test_whoever_hangs_up_early_leaves_no_harm(port, log):
    with socket.create_connection(("127.0.0.1", port)) as rude:
        rude.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 100\r\n\r\nold 0\n")

    assert ask(port, "POST", "/add-checkpoint", request(log, 4, old=0))[0] == 200


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "--dir"),
        (["--dir", "{tmp}"], "--log"),
        (["--dir", "{tmp}", "--log", "nonsense"], "no key of a type"),
        (["--dir", "{tmp}", "--policy", "{tmp}/none"], "none is missing"),
        (["--dir", "{tmp}", "--policy", "/dev/zero"], "zero is no file"),
        (["--dir", "{tmp}", "--log", "{vkey}", "--listen", "nowhere"], "HOST:PORT"),
        (["--dir", "{tmp}", "--log", "{vkey}", "--key", "{tmp}/none"], "no key"),
    ],
)
def test_a_command_that_cannot_be_carried_out_ends_with_a_sentence(tmp_path, log, capsys, arguments, sentence):
    filled = [part.format(tmp=tmp_path, vkey=log.keys[0].vkey()) for part in arguments]
    key = tmp_path / "key"
    assert command.main(["--key", str(key), "--name", NAME, "--new"]) == 0
    capsys.readouterr()

    assert command.main(["--key", str(key), "--name", NAME, *filled]) == 2
    assert sentence in capsys.readouterr().err


def test_the_program_starts_answers_and_ends_when_it_is_told(tmp_path, log):
    """As somebody at another authority runs it: without Django, without a database."""
    key, environment = tmp_path / "key", {"PATH": os.environ["PATH"], "LANG": "C"}
    program = [sys.executable, "-m", "audit.witness", "--key", str(key), "--name", NAME]
    made = subprocess.run([*program, "--new"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert [line.split()[0] for line in made.stdout.splitlines()] == ["witness", "witness"]

    port = free_port()
    logs = [part for each in log.keys for part in ("--log", each.vkey())]
    running = subprocess.Popen(
        [*program, "--dir", str(tmp_path / "state"), "--listen", f"127.0.0.1:{port}", *logs],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert json.loads(running.stderr.readline())["event"] == "started"
    assert ask(port, "POST", "/add-checkpoint", request(log, 4, old=0))[0] == 200
    running.send_signal(signal.SIGTERM)

    assert running.wait(10) == 0
    running.stderr.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
