"""A certificate authority for tests, and a certificate for localhost signed by it."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificates:
    ca: Path
    certificate: Path
    key: Path


def make_certificates(folder: Path, *, at_home: bool = False, names: Sequence[str] = ()) -> Certificates:
    """Made anew with openssl, good for a day: nothing secret lies in the repository.

    It is for `names` too. `at_home`: without the use of the keys that RFC 5280 wants said, as many an authority is made
    by hand.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = Certificates(ca=folder / "ca.pem", certificate=folder / "server.pem", key=folder / "server.key")
    extensions = folder / "extensions"
    hosts = ",".join(f"DNS:{name}" for name in ("localhost", *names))
    extensions.write_text(
        f"subjectAltName={hosts},IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    )
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    _openssl("req", "-x509", *curve, "-keyout", folder / "ca.key", "-out", made.ca, "-days", "1",
             "-subj", "/CN=Courtesy test authority", "-addext", "basicConstraints=critical,CA:TRUE",
             *([] if at_home else ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]))  # fmt: skip
    _openssl("req", "-new", *curve, "-keyout", made.key, "-out", folder / "server.csr", "-subj", "/CN=localhost")
    _openssl("x509", "-req", "-in", folder / "server.csr", "-CA", made.ca, "-CAkey", folder / "ca.key",
             "-CAcreateserial", "-out", made.certificate, "-days", "1", "-extfile", extensions)  # fmt: skip
    return made


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
