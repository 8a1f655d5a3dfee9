"""The virtual environment: made once, renewed when the lock file changes, then stepped into.

What is installed is written into a stamp as the very last act, so an installation that was
interrupted is simply done again. Several runs at once wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from . import console
from .errors import LauncherError, explain
from .paths import project_root

PARTS = ("runtime", "test")
NO_VENV = (
    "This Python cannot make a virtual environment: neither ensurepip nor pip nor virtualenv is "
    "there. Install one of them (on Debian and Ubuntu: apt install python3-venv) and try again."
)
NO_NETWORK = (
    "The Python packages could not be downloaded: the package index did not answer. Check the "
    "network (or pip's settings for an index and a proxy) and run the same command again."
)
NETWORK_WORDS = (
    "NewConnectionError", "Failed to establish a new connection", "NameResolutionError",
    "ConnectTimeoutError", "ReadTimeoutError", "ProxyError", "Temporary failure in name resolution",
)  # fmt: skip


def venv_folder() -> Path:
    given = os.environ.get("SCIGOV_VENV")
    return Path(given).expanduser().absolute() if given else project_root() / ".venv"


def is_inside() -> bool:
    """Whether this is an environment's Python already: only there the package has this name."""
    return __package__ == "ckanext.scigov.launcher"


def hand_over(argv: list[str], *, with_tests: bool) -> NoReturn:
    """Have everything installed and go on as the environment's Python."""
    venv = venv_folder()
    ensure(venv, PARTS if with_tests else PARTS[:1])
    python = str(venv / "bin" / "python")
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    sys.stdout.flush()
    command = [python, "-m", "ckanext.scigov.launcher", *argv]
    os.execve(python, command, environment)  # noqa: S606  (the Python we installed)


def ensure(venv: Path, parts: tuple[str, ...]) -> None:
    """Install what is missing. Costs next to nothing when nothing is."""
    wanted = _wanted(parts)
    if _missing(venv, wanted):
        try:
            venv.mkdir(parents=True, exist_ok=True)
            lock = (venv / ".scigov-lock").open("w")
        except PermissionError as error:
            raise LauncherError(
                f"The virtual environment cannot be written to {venv}. "
                "Name another folder in SCIGOV_VENV."
            ) from error
        with lock:
            _lock_or_wait(lock.fileno())
            if _missing(venv, wanted):
                _install(venv, parts, wanted)


def lock_file_part(text: str, part: str) -> str:
    """Return the requirements between ``# --- part ---`` and the next such line."""
    chosen, inside = [], False
    for line in text.splitlines():
        if line.startswith("# --- "):
            inside = line.strip() == f"# --- {part} ---"
        elif inside and line.strip() and not line.startswith("#"):
            chosen.append(line)
    return "\n".join(chosen) + "\n"


def _wanted(parts: tuple[str, ...]) -> dict[str, str]:
    root = project_root()
    text = (root / "config" / "requirements.lock").read_text(encoding="utf-8")
    wanted = {part: _hash(lock_file_part(text, part)) for part in parts}
    building = (root / "setup.py").read_text(encoding="utf-8")
    wanted["project"] = _hash(building + (root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted["root"] = str(root)
    return wanted


def _missing(venv: Path, wanted: dict[str, str]) -> set[str]:
    """Return the keys of the stamp that do not agree; all of them if the Python itself is gone."""
    try:
        stamp = json.loads((venv / "scigov-installed.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stamp = {}
    if not isinstance(stamp, dict) or stamp.get("python") != _python_of(venv):
        return set(wanted)
    return {key for key, value in wanted.items() if stamp.get(key) != value}


def _python_of(venv: Path) -> str:
    """What the environment's Python really is: an update of the system may take it away."""
    python = venv / "bin" / "python"
    return os.path.realpath(python) if python.exists() else "none"


def _install(venv: Path, parts: tuple[str, ...], wanted: dict[str, str]) -> None:
    started = time.monotonic()
    stamp = venv / "scigov-installed.json"
    old = _read_stamp(stamp)
    missing = _missing(venv, wanted)
    stamp.unlink(missing_ok=True)
    if not _works(venv):
        _make(venv)
        old, missing = {}, set(wanted)
    root = project_root()
    text = (root / "config" / "requirements.lock").read_text(encoding="utf-8")
    for part in parts:
        if part in missing:
            requirements = venv / f"requirements-{part}.txt"
            requirements.write_text(lock_file_part(text, part), encoding="utf-8")
            _pip(venv, f"Python packages ({part})", ["--no-deps", "-r", str(requirements)])
    if missing & {"project", "root"}:
        _pip(venv, "this project", ["--no-deps", "--no-build-isolation", "-e", str(root)])
    beside = stamp.with_suffix(".new")
    beside.write_text(json.dumps({**old, **wanted, "python": _python_of(venv)}), encoding="utf-8")
    beside.replace(stamp)
    console.say(f"Everything is installed in {venv} ({time.monotonic() - started:.0f} s).")


def _read_stamp(stamp: Path) -> dict[str, str]:
    try:
        content = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _works(venv: Path) -> bool:
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    try:
        answer = subprocess.run(
            [python, "-m", "pip", "--version"], capture_output=True, check=False
        )
    except OSError:
        return False
    return answer.returncode == 0


def _make(venv: Path) -> None:
    """Make the environment by whichever way this system has."""
    if platform.libc_ver()[0] != "glibc":
        raise LauncherError(
            "This program needs a Linux with glibc; this one has another C library."
        )
    console.say(f"Making a virtual environment in {venv} (Python {platform.python_version()}).")
    for folder in ("bin", "lib", "lib64", "include"):  # what a half-made one left
        leftover = venv / folder
        if leftover.is_symlink():
            leftover.unlink()
        else:
            shutil.rmtree(leftover, ignore_errors=True)
    here, python = sys.executable, str(venv / "bin" / "python")
    if _has("ensurepip") and _has("venv"):
        _do("Making the virtual environment", [here, "-m", "venv", str(venv)])
    elif _has("pip") and _has("venv"):
        _do("Making the virtual environment", [here, "-m", "venv", "--without-pip", str(venv)])
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = _do("Asking the new Python", [python, "-c", ask]).strip()
        _do("Installing pip", [here, "-m", "pip", "install", "-q", "--target", packages, "pip"])
    elif _has("virtualenv"):
        _do("Making the virtual environment", [here, "-m", "virtualenv", "-q", str(venv)])
    else:
        raise LauncherError(NO_VENV)


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _do(what: str, command: list[str]) -> str:
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, env=_pip_environment()
    )
    if answer.returncode:
        raise _reason(what, answer.stdout + answer.stderr)
    return answer.stdout


def _pip(venv: Path, what: str, arguments: list[str]) -> None:
    """Run pip and show how far it is; all it says goes into a log."""
    command = [
        str(venv / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check",
        "--no-input", "--progress-bar", "off", "--retries", "3", "--timeout", "20", *arguments,
    ]  # fmt: skip
    total = _count_lines(arguments)
    console.say(f"Installing {what} …")
    lines: list[str] = []
    with (
        (venv / "scigov-install.log").open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=_pip_environment(),
        ) as pip,
    ):
        done = 0
        for line in pip.stdout or ():
            log.write(line)
            lines.append(line)
            if line.startswith("Collecting "):
                done += 1
                name = line.split()[1].partition("=")[0]
                _show(f"  {done} of {total}: {name}", done)
            elif line.startswith(("Installing collected", "Building wheel")):
                console.progress("  unpacking …", last=True)
    if pip.returncode:
        raise _reason(f"Installing {what}", "".join(lines))


def _show(text: str, done: int) -> None:
    """On a terminal every package, in a log every twentieth."""
    console.progress(text, last=not sys.stdout.isatty() and done % 20 == 0)


def _count_lines(arguments: list[str]) -> int:
    if "-r" not in arguments:
        return 1
    requirements = Path(arguments[arguments.index("-r") + 1])
    return len(requirements.read_text(encoding="utf-8").splitlines())


def _reason(what: str, output: str) -> LauncherError:
    if any(word in output for word in NETWORK_WORDS):
        return LauncherError(NO_NETWORK)
    return explain(what, output)


def _pip_environment() -> dict[str, str]:
    """Return an environment in which a person's own pip settings cannot break the installation."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH")}
    return environment | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PYTHONUTF8": "1"}


def _lock_or_wait(file: int) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        console.say("Another run is installing the packages; waiting for it.")
        fcntl.flock(file, fcntl.LOCK_EX)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
