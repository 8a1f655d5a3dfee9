"""``./scigov test --bench [NAME]``: each bench in a process of its own, on services thrown away.

A bench prints what it measured. It fails for wrong answers, or when something it was to be
compared with is missing; never for being slow.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import testing_services
from .install import lock_file_part
from .paths import project_root
from .testing_report import NOT_RUN

ROOT = project_root()
BENCHES = {
    "search": "searches beside Lucene, tantivy, Solr and naive SQL",
    "package_search": "package_search over HTTP beside CKAN with an engine that costs nothing",
    "reindex": "a full reindex beside CKAN's own",
    "suggest": "suggestions while typing",
    "access": "the same site with and without graded access; hidden beside absent",
    "pages": "the public's pages beside stock CKAN, with Solr and with an engine that costs nothing",
    "load": "a million rows of CSV beside ckanext-xloader and datastore_upsert; pages meanwhile",
    "applications": "inbox and register with 100 and with 10,000 applications",
    "disputes": "lists and figures with 500 and with 50,000 disputes",
    "comparison": "two tables of 62,580 rows compared in the database and by a program",
    "harvest": "new and unchanged records beside ckanext-harvest's own CKAN harvester",
    "harvest_rows": "a million rows of a source's table, then 10,000 changed ones, beside datastore_upsert",
    "dcat": "pages, the whole and an unchanged answer of the feed beside ckanext-dcat's own serialisation",
    "downloads": "the API while slow clients download",
    "relevance": "judged queries beside CKAN's Solr schema and our configset",
}
ALL = "all"


def run(name: str, arguments: list[str]) -> int:
    """Run one bench, or all of them. 0 all answers right, 1 not, 2 wrong use."""
    if name != ALL and name not in BENCHES:
        print(f"There is no bench {name}. There are: {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="scigov-bench-") as folder:
        packages = _packages(Path(folder))
        failed = [
            one
            for one in (BENCHES if name == ALL else (name,))
            if _run(one, arguments, Path(folder), packages)
        ]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll answers were right.")
    return 1 if failed else 0


def _run(name: str, arguments: list[str], folder: Path, packages: Path) -> int:
    print(f"\n=== bench {name}: {BENCHES[name]}", flush=True)
    if not (ROOT / "tests" / "bench" / f"{name}.py").exists():
        print(f"{NOT_RUN}tests/bench/{name}.py is not part of this checkout.")
        return 1
    with testing_services.running(folder / name) as addresses:
        environment = {
            **os.environ,
            **addresses,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "tests"), str(packages)]),
        }
        line = [sys.executable, "-m", f"bench.{name}", *arguments]
        return subprocess.run(line, cwd=ROOT, env=environment, check=False).returncode


def _packages(folder: Path) -> Path:
    """Install what only benches compare with; a bench that misses it says so."""
    into = folder / "packages"
    text = (ROOT / "config" / "requirements.lock").read_text(encoding="utf-8")
    wanted = folder / "requirements.txt"
    wanted.write_text(lock_file_part(text, "bench"), encoding="utf-8")
    command = [
        sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps",
        "--target", str(into), "-r", str(wanted),
    ]  # fmt: skip
    subprocess.run(command, check=False)
    return into
