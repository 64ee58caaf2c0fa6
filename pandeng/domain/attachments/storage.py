"""Where files lie: in the data folder, under random names, whole or not at all."""

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings


def path_of(stored: str) -> Path:
    return Path(settings.MEDIA_ROOT) / stored[:2] / stored


def write(file: Any, path: Path) -> str:
    """Write an uploaded file completely under its final name, or not at all; its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part, made = path.with_suffix(".part"), hashlib.sha256()
    try:
        with part.open("wb") as out:
            file.seek(0)
            for chunk in file.chunks():
                made.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return made.hexdigest()
