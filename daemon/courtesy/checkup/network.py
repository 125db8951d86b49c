"""The way to a server: its name, its certificate, and what to do where either fails."""

import socket
import ssl
from datetime import UTC, datetime, timedelta

from courtesy.checkup import Finding, note, ok, wrong
from courtesy.tls import is_loopback

_EXPIRED, _NOT_YET = 10, 9  # X509_V_ERR_*: what OpenSSL calls its refusals
_MISMATCH = (62, 64)
_SOON = timedelta(days=14)


def name_resolves(about: str, host: str, port: int) -> Finding:
    """Whether the host has an address."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        remedy = f"correct the name if it is mistyped; else look whether the network is there: getent hosts {host}"
        return wrong(about, "server name", f"{host} is not found", remedy)
    return ok(about, "server name", f"{host} is {found[0][4][0]}")


def not_reached(about: str, host: str, port: int, error: OSError, protocol: str) -> Finding:
    """The finding that an error on the way to `host` is; `protocol`: "", or what openssl's -starttls is told."""
    place = f"{host}:{port}"
    match error:
        case ssl.SSLCertVerificationError():
            return _not_accepted(error, about, place, protocol)
        case ssl.SSLError():
            said = f"{place} does not speak TLS as configured ({error.reason or error})"
            return wrong(
                about, "TLS", said, "correct port and security: as a rule 993 or 465 with tls, 587 with starttls"
            )
        case ConnectionRefusedError():
            said, remedy = "refuses the connection", "correct the port, or start the server"
        case TimeoutError():
            said, remedy = "does not answer in time", "correct name and port; a firewall may be in between"
        case _:
            said, remedy = f"cannot be reached ({error.strerror or error})", "look whether the network is there"
    return wrong(about, "connection", f"{place} {said}", f"{remedy}; try it: nc -vz {host} {port}")


def _not_accepted(error: ssl.SSLCertVerificationError, about: str, place: str, protocol: str) -> Finding:
    said = f"the certificate of {place} is not accepted: {error.verify_message}"
    show = f"openssl s_client -connect {place}{f' -starttls {protocol}' if protocol else ''} </dev/null"
    key = ""
    if error.verify_code in (_EXPIRED, _NOT_YET):
        dates = f"date; {show} | openssl x509 -noout -dates"
        remedy = f"have it renewed, if this computer's own date is right; look: {dates}"
    elif error.verify_code in _MISMATCH:
        remedy = f"set host to a name that is in it; look: {show} | openssl x509 -noout -ext subjectAltName"
    else:
        remedy = f"if the server is your own, set ca_file to the certificate of its authority; look: {show} -showcerts"
        key = "ca_file"
    return wrong(about, "TLS", said, remedy, key)


def encrypted(about: str, host: str, connection: socket.socket, now: datetime) -> Finding:
    """What there is to say of a connection that stands."""
    if not isinstance(connection, ssl.SSLSocket):
        where = "which never leaves this computer" if is_loopback(host) else "which everybody on the way can read"
        return ok(about, "connection", f"without TLS, {where}")
    said = f"{connection.version()}, the certificate is right"
    ends = _end(connection)
    if ends is None:
        return ok(about, "TLS", said)
    if ends - now < _SOON:
        return note(about, "TLS", f"{said}, but ends on {ends:%Y-%m-%d}", "have the server's certificate renewed")
    return ok(about, "TLS", f"{said} until {ends:%Y-%m-%d}")


def _end(connection: ssl.SSLSocket) -> datetime | None:
    """When the certificate of the other side ends."""
    written = (connection.getpeercert() or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC) if isinstance(written, str) else None
