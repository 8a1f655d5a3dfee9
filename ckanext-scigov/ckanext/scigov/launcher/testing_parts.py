"""The parts of ``./scigov test``: which command each one is.

A part counts into an Outcome, or raises CouldNotRun with the reason. Nothing here imports CKAN:
every part is a process of its own.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from . import testing_services
from .paths import project_root
from .testing_report import Outcome

ROOT = project_root()
# What pytest is told of its settings.
PURE = ("-c", "config/pytest-domain.ini")
WITH_CKAN = ("-c", "config/pytest.ini", "--ckan-ini=config/test.ini")
OF_ACCESS = "tests/ckan/access"
OF_EVERYBODY = tuple(
    f"{OF_ACCESS}/test_{name}.py"
    for name in ("matrix", "matrix_disputes", "mutations", "hidden_is_absent")
)
# Of the lines: the pure rules have a gate of their own, the others are watched from outside.
NOT_COUNTED = ("*/domain/*", "*/migration/*", "*/launcher/*")
# Compiled once and not beside the sources: some hundred processes of CKAN are started.
COMPILED = str(Path(sys.prefix) / "compiled")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class CouldNotRun(Exception):
    """Why a part cannot run here, and what would let it."""


@dataclasses.dataclass
class Suite:
    """One call of ``./scigov test``: its scratch folder and how it starts programs."""

    scratch: Path
    pytest_arguments: list[str] = dataclasses.field(default_factory=list)
    output: Path | None = None
    """Where the words of programs go that run beside others; the screen if None."""

    def command(self, *arguments: str, env: dict[str, str] | None = None) -> int:
        """Run a module or program of this virtual environment."""
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": COMPILED, **(env or {})}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        line = [sys.executable, *arguments]
        if self.output is None:
            return subprocess.run(line, cwd=ROOT, env=environment, check=False).returncode
        with self.output.open("ab") as words:
            return subprocess.run(
                line, cwd=ROOT, env=environment, check=False, stdout=words, stderr=words
            ).returncode

    def pytest(
        self,
        outcome: Outcome,
        paths: Iterable[str],
        *,
        config: Iterable[str] = PURE,
        under: Iterable[str] = (),
        env: dict[str, str] | None = None,
    ) -> None:
        """Run pytest over paths and count its tests; under a module that measures, if one is given."""
        report = self.scratch / f"{outcome.part}.xml"
        options = [*config, f"--rootdir={ROOT}", f"--junitxml={report}", "-ra"]
        # Without the repository's root on the path: its folders' names are not import names.
        runner = ["-P", "-m"] if sys.version_info >= (3, 11) else ["-m"]
        line = [*runner, *under, "pytest", *options, *self.pytest_arguments, *paths]
        code = self.command(*line, env=env)
        outcome.count_pytest(report, exit_code=code)

    def coverage(self, outcome: Outcome, command: str, *arguments: str, data: Path) -> None:
        """One gate of coverage.py counts as one check."""
        line = ["-m", "coverage", command, "--rcfile=config/coverage.ini", *arguments]
        code = self.command(*line, env={"COVERAGE_FILE": str(data)})
        outcome.count(succeeded=code == 0)


@dataclasses.dataclass(frozen=True)
class Part:
    title: str
    run: Callable[[Suite, Outcome], None]


def lint(suite: Suite, outcome: Outcome) -> None:
    ruff = ("-m", "ruff")
    settings = ("--config", "config/ruff.toml", "--no-cache", ".")
    outcome.count(succeeded=suite.command(*ruff, "check", *settings) == 0)
    outcome.count(succeeded=suite.command(*ruff, "format", "--check", *settings) == 0)


def types(suite: Suite, outcome: Outcome) -> None:
    for settings in ("config/pyrightconfig.json", "config/pyright-strict.json"):
        code = suite.command("-m", "pyright", "-p", settings, "--pythonpath", sys.executable)
        outcome.count(succeeded=code == 0)


def arch(suite: Suite, outcome: Outcome) -> None:
    suite.pytest(outcome, ["tests/test_architecture.py"])


def domain(suite: Suite, outcome: Outcome) -> None:
    data = suite.scratch / "coverage.domain"
    under = ("coverage", "run", "--rcfile=config/coverage.ini", "-m")
    suite.pytest(outcome, ["tests/domain"], under=under, env={"COVERAGE_FILE": str(data)})
    if not suite.pytest_arguments:
        gate = ("report", "--include=*/domain/*", "--fail-under=100")
        suite.coverage(outcome, *gate, data=data)


def ckan(suite: Suite, outcome: Outcome) -> None:
    _inside_ckan(suite, outcome, "tests/ckan", f"--ignore={OF_ACCESS}")


def access(suite: Suite, outcome: Outcome) -> None:
    _inside_ckan(suite, outcome, OF_ACCESS, *(f"--ignore={path}" for path in OF_EVERYBODY))


def matrix(suite: Suite, outcome: Outcome) -> None:
    """Ask everything as everybody, and measure nothing: it would take twice as long."""
    _inside_ckan(suite, outcome, *OF_EVERYBODY, measured=False)


def _inside_ckan(suite: Suite, outcome: Outcome, *words: str, measured: bool = True) -> None:
    """Run tests on services of their own: parts that run beside each other empty their databases."""
    with testing_services.running(suite.scratch / f"services-{outcome.part}") as addresses:
        suite.pytest(
            outcome,
            words,
            config=WITH_CKAN,
            under=_counting_lines(suite.scratch / f"lines.{outcome.part}") if measured else (),
            env=addresses,
        )


def _counting_lines(data: Path) -> tuple[str, ...]:
    """Return the module under which lines are counted: tracing them would double the time in CKAN."""
    settings = ("--source", "ckanext-scigov,harvesters", "--omit", ",".join(NOT_COUNTED))
    return ("slipcover", *settings, "--immediate", "--json", "--out", str(data), "-m")


def coverage(suite: Suite, outcome: Outcome) -> None:
    traced = suite.scratch / "coverage.domain"
    parts = [suite.scratch / f"lines.{name}" for name in ("ckan", "access", "domain")]
    if suite.pytest_arguments or not all(part.exists() for part in (traced, *parts[:2])):
        raise CouldNotRun(
            "The share of covered lines is known only after domain, ckan and access ran whole."
        )
    outside = ("--omit", ",".join(NOT_COUNTED), "-o", str(parts[-1]))
    suite.coverage(outcome, "json", *outside, data=traced)
    merged = ("--merge", *map(str, parts), "--out", str(suite.scratch / "lines.all"))
    code = suite.command("-m", "slipcover", *merged, "--fail-under", "90")
    outcome.count(succeeded=code == 0)


def long(suite: Suite, outcome: Outcome) -> None:
    """Run what takes long over all of it: of which the other parts take some."""
    wanted = {"SCIGOV_TEST_LONG": "1"}
    with testing_services.running(suite.scratch / "services-long") as addresses:
        words = ["tests/ckan/intake/test_ten_portals.py"]
        suite.pytest(outcome, words, config=WITH_CKAN, env={**addresses, **wanted})
    suite.pytest(outcome, ["tests/figures/test_shapes_of_the_feed.py"], env=wanted)
    suite.pytest(outcome, ["tests/launcher/test_kill_during_work.py"], env=wanted)
    pages = ["tests/browser/test_every_page.py"]
    suite.pytest(outcome, pages, env={"SCIGOV_CHROMIUM": _chromium(), **wanted})


def launcher(suite: Suite, outcome: Outcome) -> None:
    suite.pytest(outcome, ["tests/launcher"])


def browser(suite: Suite, outcome: Outcome) -> None:
    suite.pytest(outcome, ["tests/browser"], env={"SCIGOV_CHROMIUM": _chromium()})


def _chromium() -> str:
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if not found:
        raise CouldNotRun(
            "Chromium is not installed: apt-get install chromium fonts-noto-cjk libatomic1."
        )
    return found


def packaging(suite: Suite, outcome: Outcome) -> None:
    suite.pytest(outcome, ["tests/test_packaging.py"])


def docs(suite: Suite, outcome: Outcome) -> None:
    site = str(suite.scratch / "site")
    code = suite.command(
        "-m", "mkdocs", "build", "-q", "--strict", "-f", "config/mkdocs.yml", "-d", site
    )
    outcome.count(succeeded=code == 0)
    suite.pytest(outcome, ["tests/test_docs.py", "tests/figures"])


def docker(suite: Suite, outcome: Outcome) -> None:
    suite.pytest(outcome, ["tests/docker"])
