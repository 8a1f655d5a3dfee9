"""The wheel: what is in it, that an sdist gives the same one, and that it works in an empty place.

Renew the list of files after reading the difference:
    .venv/bin/python tests/test_packaging.py
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "wheel-files.txt"
OFFICIAL_AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
SOURCES = (
    "setup.py", "pyproject.toml", "README.md", "LICENSE", "ckanext-scigov", "harvesters", "schemas",
)  # fmt: skip


def clean_copy(target: Path) -> Path:
    """Copy what a fresh clone would hold: no caches, no earlier builds."""
    leave_out = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=leave_out)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def build(kind: str, source: Path, target: Path) -> Path:
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "-o", target, source]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return next(target.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


def names_in(wheel: Path) -> list[str]:
    """Return the wheel's files without those whose name holds the version."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    return sorted(name for name in names if ".dist-info/" not in name)


def build_clean_wheel(folder: Path) -> Path:
    return build("wheel", clean_copy(folder / "copy"), folder / "dist")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_clean_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with our wheel and CKAN's files beside it, nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps"]
    subprocess.run([*command, "--no-index", wheel], check=True)
    return python


def ask(python: Path, program: str) -> str:
    command = [python, "-I", "-c", program]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_the_wheel_holds_the_files_it_should(wheel: Path) -> None:
    assert names_in(wheel) == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_no_file_is_left_out(wheel: Path, tmp_path: Path) -> None:
    """A kind of file that setup.py's DATA forgets would be missing without a word."""
    copy = clean_copy(tmp_path)
    folders = {
        "ckanext-scigov/ckanext": "ckanext",
        "harvesters": "ckanext/scigov_harvesters",
        "schemas": "ckanext/scigov_schemas",
    }
    expected = {
        f"{target}/{path.relative_to(copy / folder).as_posix()}"
        for folder, target in folders.items()
        for path in (copy / folder).rglob("*")
        if path.is_file()
    }
    assert expected == set(names_in(wheel))


def test_an_sdist_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", clean_copy(tmp_path / "copy"), tmp_path / "sdist")
    # tarfile's safe unpacking came to Python 3.10 and 3.11 with later releases than Debian's.
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    subprocess.run(["tar", "-xzf", str(sdist), "-C", str(unpacked)], check=True)
    source = next(unpacked.iterdir())
    assert names_in(build("wheel", source, tmp_path / "dist")) == names_in(wheel)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ckanext.scigov", "py.typed"),
        ("ckanext.scigov_harvesters", "__init__.py"),
        ("ckanext.scigov_schemas", "dataset.yaml"),
    ],
)
def test_each_package_is_importable(empty_environment: Path, name: str, file: str) -> None:
    program = f"import {name} as m, pathlib; print(pathlib.Path(m.__file__).parent / {file!r})"
    installed = Path(ask(empty_environment, program))
    assert installed.is_file()
    assert "site-packages" in installed.parts


def test_it_shares_the_namespace_with_ckan(empty_environment: Path, tmp_path: Path) -> None:
    """CKAN's wheel has a ``ckanext`` without ``__init__.py``; so has ours, and neither hides the other."""
    (tmp_path / "ckanext" / "datastore").mkdir(parents=True)
    (tmp_path / "ckanext" / "datastore" / "__init__.py").touch()
    program = (
        f"import sys; sys.path.append({str(tmp_path)!r}); "
        "import ckanext.scigov, ckanext.datastore; print(len(ckanext.__path__))"
    )
    assert ask(empty_environment, program) == "2"


def test_every_plugin_is_registered(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith("entry_points.txt"))
        points = ConfigParser(delimiters=("=",))
        points.read_string(archive.read(name).decode())
        files = set(archive.namelist())
    plugins = dict(points["ckan.plugins"])
    modules = {value.split(":")[0].replace(".", "/") + ".py" for value in plugins.values()}
    assert "scigov" in plugins
    assert modules <= files
    features = {n for n in files if n.startswith("ckanext/scigov") and n.endswith("/plugin.py")}
    assert features == modules


def test_the_licence_is_the_official_text() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == OFFICIAL_AGPL


def main() -> None:
    """Write the golden list anew."""
    with tempfile.TemporaryDirectory() as folder:
        names = names_in(build_clean_wheel(Path(folder)))
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("\n".join(names) + "\n", encoding="utf-8")
    sys.stdout.write(f"{GOLDEN}: {len(names)} files\n")


if __name__ == "__main__":
    main()
