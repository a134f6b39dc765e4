"""A timestamping authority of OpenSSL behind a tiny server, for tests."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

OPENSSL = shutil.which("openssl") or ""
wanted = pytest.mark.skipif(not OPENSSL, reason="OpenSSL's command is absent, which plays the authority")

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = name
prompt = no
[name]
CN = Timestamps
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


class OpenSSL:
    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.config = folder, folder / "config"
        self.config.write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
        self._run("req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-extensions", "root")
        signed_by = ("-CA", "root.pem", "-CAkey", "root.key")
        self._run("req", "-x509", *key, *signed_by, "-keyout", "tsa.key", "-out", "tsa.pem", "-extensions", "leaf")

    @property
    def ca_file(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        self._run("ts", "-reply", "-queryfile", "query", "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            [OPENSSL, *arguments, "-config", str(self.config)], cwd=self.folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def served(answer) -> Iterator[str]:
    """Its address. ``answer`` turns what is sent into what is said."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if body else 500)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *given: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
