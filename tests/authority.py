"""An authority of time (RFC 3161) on loopback: openssl stamps, a small HTTP server passes it on."""

import http.server
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
extendedKeyUsage = critical, {usage}
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass(slots=True)
class Authority:
    """An authority: its address, its root certificate, and what it was asked; `refuses` is the status it gives."""

    folder: Path
    url: str = ""
    asked: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    refuses: int | None = None
    garbled: bytes | None = None  # what it gives instead of a stamp

    @property
    def certificates(self) -> Path:
        """A PEM file with its root."""
        return self.folder / "root.pem"

    def stamp(self, query: bytes) -> bytes:
        """Its answer to a query."""
        (self.folder / "query").write_bytes(query)
        command = ["ts", "-reply", "-queryfile", "query", "-signer", "signer.pem", "-inkey", "signer.key"]
        _openssl(self.folder, *command, "-config", "openssl.cnf", "-out", "answer")
        return (self.folder / "answer").read_bytes()


def new_authority(folder: Path, name: str = "An authority", days: int = 30, usage: str = "timeStamping") -> Authority:
    """An authority with keys of its own. With `days` below zero its certificate has expired."""
    folder.mkdir()
    (folder / "openssl.cnf").write_text(_CONFIGURATION.format(name=name, folder=folder, usage=usage))
    (folder / "serial").write_text("01\n")
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "openssl.cnf", "-extensions", "root"]
    _openssl(folder, *made, "-keyout", "root.key", "-out", "root.pem", "-days", "30")
    wanted = ["req", "-newkey", "rsa:2048", "-nodes", "-config", "openssl.cnf", "-subj", "/CN=Stamps of it"]
    _openssl(folder, *wanted, "-keyout", "signer.key", "-out", "signer.csr")
    signed = ["x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"]
    _openssl(
        folder, *signed, "-extfile", "openssl.cnf", "-extensions", "stamping", "-days", str(days), "-out", "signer.pem"
    )
    return Authority(folder)


@contextmanager
def serving(authority: Authority) -> Iterator[Authority]:
    """The authority while it answers on loopback."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append(query)
            if authority.refuses is not None:
                self.send_error(authority.refuses)
                return
            answer = authority.stamp(query) if authority.garbled is None else authority.garbled
            authority.answers.append(answer)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/tsr"
    try:
        yield authority
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
