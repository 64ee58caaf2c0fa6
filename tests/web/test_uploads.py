"""A request that is too large is refused before it is read."""

import socket
from urllib.parse import urlsplit

from pandeng.domain.projects.models import Project


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


def test_forms_that_take_files_offer_the_same_input(signed_in):
    staff = signed_in("staff")
    project = Project.objects.filter(signed_on__isnull=False, started_on__isnull=True).first()
    shown = [
        staff.get(address).content.decode()
        for address in ("/demands/new/", f"/projects/{project.pk}/steps/start/")
    ]
    for page in shown:
        assert page.count('type="file"') == 1
        assert "每个不超过20MB" in page
