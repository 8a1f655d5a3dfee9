"""The script ./scigov: every Python can read it, and nothing is loaded before it is needed."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import pytest

from .conftest import ROOT

SCRIPT = ROOT / "scigov"


class Version(NamedTuple):
    major: int
    minor: int
    micro: int
    releaselevel: str
    serial: int


def test_an_old_python_can_read_the_script() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(source, feature_version=(3, 4))
    source.encode("ascii")


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 9, 18)])
def test_an_old_python_is_told_so(
    version: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "version_info", Version(*version, "final", 0))
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert "needs Python 3.10 or newer" in said
    assert ".".join(map(str, version)) in said
    assert said.count("\n") == 1


def test_another_machine_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "uname", lambda: ("Linux", "", "", "", "aarch64"))
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert end.value.code == 1
    assert "x86-64 only" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["status"], ["status", "--json"], ["fly"]])
def test_small_commands_need_no_packages(words: list[str], tmp_path: Path) -> None:
    """They run before anything is installed, with the standard library alone."""
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['scigov', *{words!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(SCRIPT)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    code = end.code\n"
        "heavy = {'ckan', 'flask', 'sqlalchemy', 'psycopg2', 'supervisor'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "sys.exit(code)\n"
    )
    environment = os.environ | {
        "SCIGOV_HOME": str(tmp_path / "h"),
        "SCIGOV_VENV": str(tmp_path / "v"),
    }
    answer = subprocess.run(
        [sys.executable, "-I", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == (2 if words == ["fly"] else 0), answer.stderr
    assert not list(tmp_path.iterdir())
