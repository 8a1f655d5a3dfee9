"""A real Solr 9 for the tests, from its artifacts on Maven Central.

Jetty's own starter reads ``solr_server/jetty.xml``, so a Java runtime and Maven are all it takes: nothing is
compiled. Maven keeps the artifacts (~/.m2); the class path it found is kept beside them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import final

import requests

FILES = Path(__file__).resolve().parent / "solr_server"
ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "ckanext-scigov" / "ckanext" / "scigov" / "search" / "data"
START_SECONDS = 240
MEMORY = "/dev/shm"
"""Where Linux keeps files in memory."""
NO_JAVA = "solr: Java is not installed: apt-get install openjdk-17-jre-headless."
NO_MAVEN = "solr: Maven is not installed: apt-get install maven."


class SolrMissing(Exception):
    """Why no Solr can run here; the text is for ``NOT RUN: ``."""


@final
class SolrServer:
    """``with SolrServer() as solr: solr.create_core("name", configset)``; gone with its data at the end."""

    def __init__(self, heap: str = "1g", *, in_memory: bool = False) -> None:
        """Start nothing yet.

        The heap is Java's, for benchmarks that need more; ``in_memory`` spares small indexes the
        disk, which takes most of the time when every test commits.
        """
        self._heap = heap
        place = MEMORY if in_memory and os.access(MEMORY, os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(prefix="scigov-solr-", dir=place)
        self._home = Path(self._folder.name)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/solr"

    @property
    def pid(self) -> int:
        """Of the Java process: what a benchmark asks for its memory."""
        if not self._process:
            raise SolrMissing("solr: it was not started.")
        return self._process.pid

    def url_for(self, core: str) -> str:
        return f"{self.url}/{core}"

    def create_core(self, name: str, configset: Path) -> str:
        """Make an empty core from a folder that holds schema.xml and solrconfig.xml; return its URL."""
        shutil.copytree(configset, self._home / name / "conf")
        query = {"action": "CREATE", "name": name, "instanceDir": name, "wt": "json"}
        answer = requests.get(f"{self.url}/admin/cores", params=query, timeout=180)
        if not answer.ok:
            raise RuntimeError(f"Solr refused the core {name}: {answer.text[:2000]}")
        return self.url_for(name)

    def drop_core(self, name: str) -> None:
        """Remove a core with its data."""
        query = {"action": "UNLOAD", "core": name, "deleteInstanceDir": "true", "wt": "json"}
        requests.get(f"{self.url}/admin/cores", params=query, timeout=180).raise_for_status()

    def __enter__(self) -> SolrServer:
        try:
            self._start(class_path())
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            # Nobody wants the data: no need to let Solr close its index.
            self._process.kill()
            self._process.wait()
            self._process = None
        self._folder.cleanup()

    def _start(self, jars: str) -> None:
        (self._home / "solr.xml").write_text("<solr/>", encoding="utf-8")
        self.port = _free_port()
        command = [
            "java", f"-Xmx{self._heap}", f"-Dsolr.solr.home={self._home}",
            f"-Dsolr.log.dir={self._home}", "-Dlog4j2.level=WARN", "-cp", jars,
            "org.eclipse.jetty.xml.XmlConfiguration", f"port={self.port}", f"home={self._home}",
            str(FILES / "jetty.xml"),
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=self._home, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait()

    @property
    def log(self) -> Path:
        return self._home / "solr.log"

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process and self._process.poll() is None:
            try:
                if requests.get(f"{self.url}/admin/cores", timeout=30).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        said = self.log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise SolrMissing(f"solr: Java started, but Solr did not answer. It said: {said}")


def class_path() -> str:
    """What Java must load, as Maven found it; raises SolrMissing with the reason."""
    if not shutil.which("java"):
        raise SolrMissing(NO_JAVA)
    pom = FILES / "pom.xml"
    mark = hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    known = Path.home() / ".m2" / f"scigov-solr-{mark}.classpath"
    if known.exists():
        jars = known.read_text(encoding="utf-8")
        if all(Path(jar).exists() for jar in jars.split(os.pathsep)):
            return jars
    jars = _ask_maven(pom)
    known.parent.mkdir(exist_ok=True)
    known.write_text(jars, encoding="utf-8")
    return jars


def _ask_maven(pom: Path) -> str:
    if not shutil.which("mvn"):
        raise SolrMissing(NO_MAVEN)
    with tempfile.TemporaryDirectory(prefix="scigov-solr-") as folder:
        found = Path(folder) / "classpath"
        command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:build-classpath"]
        answer = subprocess.run(
            [*command, f"-Dmdep.outputFile={found}"], capture_output=True, text=True, check=False
        )
        if answer.returncode or not found.exists():
            lines = [line for line in answer.stdout.splitlines() if "[ERROR]" in line]
            said = lines[0].removeprefix("[ERROR] ") if lines else answer.stderr.strip()[-300:]
            raise SolrMissing(
                f"solr: Maven could not fetch Solr from Maven Central. It said: {said}"
            )
        return found.read_text(encoding="utf-8").strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_configset(variant: str, into: Path) -> Path:
    """Write ``stock``, ``ours`` or ``tokens`` (docker/solr/configset.py) for the CKAN installed here."""
    spec = find_spec("ckan")
    if not spec or not spec.origin:
        raise RuntimeError("CKAN is not installed, and its schema is what a configset is made of.")
    schema = Path(spec.origin).parent / "config" / "solr" / "schema.xml"
    program = ROOT / "docker" / "solr" / "configset.py"
    options = ["--variant", variant, "--data", str(DATA)]
    subprocess.run([sys.executable, str(program), str(schema), str(into), *options], check=True)
    return into
