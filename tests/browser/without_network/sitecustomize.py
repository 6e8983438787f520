"""Python without a network: whatever asks another machine fails, and says so on the standard error.

Python imports this at its start wherever the folder stands in `PYTHONPATH`: in the server, and in what it starts.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

SAID = "asked another machine:"


def _here(host: Any) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host if isinstance(host, str) else host.decode()).is_loopback
    except ValueError:
        return False


def _refused(host: Any) -> OSError:
    sys.stderr.write(f"{SAID} {host}\n")
    sys.stderr.flush()
    return OSError(f"no network: {host}")


def _kept_here(method: str) -> None:
    asked = getattr(socket.socket, method)

    def only_here(self: socket.socket, *told: Any) -> Any:
        address = told[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _here(address[0]):
            raise _refused(address)
        return asked(self, *told)

    setattr(socket.socket, method, only_here)


for _method in ("connect", "connect_ex", "sendto"):
    _kept_here(_method)

_resolve = socket.getaddrinfo


def _resolved_here(host: Any, *more: Any, **named: Any) -> Any:
    if host == socket.gethostname() or _here(host):
        return _resolve(host, *more, **named)
    raise _refused(host)


socket.getaddrinfo = _resolved_here
