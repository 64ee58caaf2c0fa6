"""Password hashing that cannot exhaust the machine: an argon2 hash takes about 100 MB while it runs."""

from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = 2
_running = BoundedSemaphore(AT_ONCE)


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2 with at most `AT_ONCE` hashes running in one process; the others wait their turn."""

    def encode(self, password: str, salt: str) -> str:
        with _running:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _running:
            return super().verify(password, encoded)

    def harden_runtime(self, password: str, encoded: str) -> Any:
        return None
