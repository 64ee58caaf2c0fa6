"""Outbound connections: which address may be reached is decided when connecting, on the very address
that is connected to, so that no name can lead inside. No proxy, no redirect, one deadline for all.
"""

import ipaddress
import json
import smtplib
import socket
import time
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SECONDS = 10.0
MAX_READ_BYTES = 65536
# Prefixes that carry an IPv4 address inside: where they lead cannot be seen from outside.
CARRIERS = [
    ipaddress.ip_network(text)
    for text in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


class AddressRefused(OSError):
    """The address is not public and the administrator has not listed it."""


@cache
def _listed(written: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text, strict=False) for text in written)


def may_reach(address: str, listed: Iterable[Network]) -> bool:
    """Public addresses, and those the administrator lists."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip in network for network in listed if network.version == ip.version):
        return True
    carried = any(ip in network for network in CARRIERS if network.version == ip.version)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or carried)


def connect(host: str, port: int, timeout: float) -> socket.socket:
    """A connection to the first address of a host that may be reached. `AddressRefused` if none may."""
    listed = _listed(tuple(settings.OUTBOUND_ALLOW))
    failed: OSError | None = None
    for family, kind, protocol, _name, address in _addresses(host, port):
        if not may_reach(str(address[0]), listed):
            failed = AddressRefused(f"address {address[0]} is not public and not listed")
            continue
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(address)
        except OSError as error:
            connection.close()
            failed = error
        else:
            return connection
    raise failed or OSError(f"{host} has no address")


def _addresses(host: str, port: int) -> list[Any]:
    try:
        return list(socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM))
    except UnicodeError as error:  # a name that is none, such as a..b
        raise OSError(f"{host} is no name of a host") from error


class _Checked:
    host: str
    port: int
    timeout: Any

    def _new_conn(self) -> socket.socket:
        return connect(self.host, self.port, SECONDS)


class _Plain(_Checked, HTTPConnection):
    pass


class _Secure(_Checked, HTTPSConnection):
    pass


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


def post_json(
    url: str, payload: Mapping[str, Any], headers: Mapping[str, str]
) -> tuple[int, bytes]:
    """POST a document; status and at most 64 KB of the answer. Errors as `OSError`, in ten seconds."""
    return post(url, json.dumps(payload, ensure_ascii=False).encode(), headers)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """POST the bytes of a JSON document, as `post_json`."""
    ends = time.monotonic() + SECONDS
    with urllib3.PoolManager(num_pools=1) as pools:
        pools.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
        try:
            answer = pools.request(
                "POST",
                url,
                body=body,
                headers={"Content-Type": "application/json; charset=utf-8", **headers},
                timeout=urllib3.Timeout(total=SECONDS),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            read = b""
            while len(read) < MAX_READ_BYTES and (part := answer.read1(4096)):
                read += part
                if time.monotonic() > ends:
                    raise OSError("the answer took too long")
            return answer.status, read
        except urllib3.exceptions.HTTPError as error:
            raise OSError(" ".join(str(error).split())[:200]) from error


class CheckedSMTP(smtplib.SMTP):
    """SMTP over a checked connection."""

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return connect(host, port, SECONDS)


class CheckedSMTPS(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        return self.context.wrap_socket(connect(host, port, SECONDS), server_hostname=host)
