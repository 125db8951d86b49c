"""A certificate authority for one test run, and a certificate of it for this computer."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

_AUTHORITY = "basicConstraints=critical,CA:TRUE"
_EXTENSIONS = "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"


@dataclass(frozen=True)
class Certificates:
    """The files of a CA and of a server that it vouches for under the names localhost and 127.0.0.1."""

    ca: Path
    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_certificates(folder: Path) -> Certificates:
    """Make them in `folder` with openssl."""
    key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    (folder / "extensions").write_text(_EXTENSIONS)
    for command in (
        f"req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=test-CA -addext {_AUTHORITY}",
        f"req {key} -keyout server.key -out server.csr -subj /CN=localhost",
        "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile extensions -out server.pem",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return Certificates(ca=folder / "ca.pem", certificate=folder / "server.pem", key=folder / "server.key")
