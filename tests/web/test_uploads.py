"""A request that is too large is refused before it is read."""

import socket
from urllib.parse import urlsplit


def test_two_gigabytes_are_refused_at_once(server: str) -> None:
    at = urlsplit(server)
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=20) as wire:
        wire.sendall(
            f"POST /files/demand/1/ HTTP/1.1\r\nHost: {at.netloc}\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {2 * 2**30}\r\n"
            "Connection: close\r\n\r\n".encode()
            + bytes(65536)
        )
        answer = b""
        while part := wire.recv(65536):
            answer += part
            if b"MB" in answer:
                break
    assert answer.split(b"\r\n")[0].split()[1] == b"413", answer[:300]
    assert "一次最多上传100 MB" in answer.decode(errors="ignore")
