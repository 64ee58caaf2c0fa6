"""Web server and worker under one roof: they start together, and when one ends both do."""

import ctypes
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pandeng.core.errors import DomainError

HOST = "127.0.0.1"
# without --respawn-failed-workers one killed worker would take the whole server down
SERVER = (
    "--interface wsgi --workers 2 --blocking-threads 4 --respawn-failed-workers "
    "--workers-kill-timeout 10 --no-ws --log-level warning pandeng.config.wsgi:application"
).split()
PATIENCE = 15  # seconds for an orderly end before a process is killed


def free_port(written: str) -> int:
    """The port asked for. DomainError when it is no port or somebody else's."""
    if not written.isdigit() or not 0 < int(written) < 65536:
        raise DomainError(f"PORT={written} 不是端口号，请用1至65535之间的数。")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(written)))
        except PermissionError:
            raise DomainError(f"没有权限使用端口{written}，请换一个1024以上的端口。") from None
        except OSError:
            raise DomainError(
                f"端口{written}已被占用，请换一个，如 PORT={int(written) % 65535 + 1}。"
            ) from None
    return int(written)


def serve(port: int, *, when_up: Callable[[], None]) -> None:
    """Run server and worker until SIGINT or SIGTERM; `when_up` is called once pages are served.

    DomainError when one of them ends by itself: then the other is stopped as well.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    granian = Path(sys.executable).with_name("granian")
    children = [
        _start([str(granian), "--host", HOST, "--port", str(port), *SERVER]),
        _start([sys.executable, "-m", "pandeng", "worker"]),
    ]
    try:
        is_announced = False
        while not stop.wait(0.2):
            if any(child.poll() is not None for child in children):
                raise DomainError("网页服务或后台任务意外退出，两者都已停止；原因见上面的输出。")
            if not is_announced and _is_up(port):
                is_announced = True
                when_up()
    finally:
        _end(children)


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command, preexec_fn=_end_with_parent if sys.platform == "linux" else None
    )


def _end_with_parent() -> None:
    """A supervisor that is killed outright must not leave a server in_force the port."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def _end(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
