"""No committed file names a package registry: where packages come from is the installer's setting."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

REGISTRY = re.compile(
    r"registry\.npmjs\.org|registry\.npmmirror|files\.pythonhosted\.org|pypi\.(org|tuna)"
    r"|mirrors\.[a-z]+\.(com|edu)|\"resolved\"\s*:|--(extra-)?index-url",
    re.IGNORECASE,
)


def main() -> None:
    if not (Path(".git").exists() and shutil.which("git")):
        print("no git here, so no committed files to look at")
        return
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True)
    names = [name for name in listed.stdout.split("\0") if name and Path(name).is_file()]
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in names
        for number, line in enumerate(_lines(name), start=1)
        if REGISTRY.search(line)
    ]
    if found:
        sys.exit("these files name a package registry:\n" + "\n".join(found))
    print(f"{len(names)} files name no registry")


def _lines(name: str) -> list[str]:
    data = Path(name).read_bytes()
    return [] if b"\0" in data[:4096] else data.decode("utf-8", "replace").splitlines()


if __name__ == "__main__":
    main()
