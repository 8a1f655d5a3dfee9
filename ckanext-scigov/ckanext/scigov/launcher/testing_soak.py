"""``./scigov test --soak``: a whole site under readers and writers, PostgreSQL restarted midway.

The site is started as a person starts it, in a home that is thrown away; what is asked of it and
what must be true is in ``tests/soak``. Arguments after -- go there: ``--soak -- --minutes 3``.
Then a sample of the full grid of graded access is asked (``tests/ckan/access/whole_matrix.py``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import testing_services
from .paths import project_root

ROOT = project_root()


def run(arguments: list[str]) -> int:
    """0 everything stayed right, 1 not."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CKAN")}
    environment = {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(ROOT / "tests"),
        "SCIGOV_VENV": sys.prefix,
    }
    line = [sys.executable, "-m", "soak", *arguments]
    code = subprocess.run(line, cwd=ROOT, env=environment, check=False).returncode
    return _matrix() or code


def _matrix() -> int:
    line = [
        sys.executable, "-m", "pytest", "-c", "config/pytest.ini", f"--rootdir={ROOT}", "-s",
        "--ckan-ini=config/test.ini", "tests/ckan/access/whole_matrix.py",
    ]  # fmt: skip
    with (
        tempfile.TemporaryDirectory(prefix="scigov-soak-") as folder,
        testing_services.running(Path(folder) / "services") as addresses,
    ):
        environment = {**os.environ, **addresses, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(line, cwd=ROOT, env=environment, check=False).returncode
