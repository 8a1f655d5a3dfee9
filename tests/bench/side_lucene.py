"""Lucene from Maven Central, driven through a pipe by a small program of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.documents import FACETS

from bench.questions import ROWS, Question
from bench.sides import Answer, Entry, SideMissingError, entries

PROGRAM = Path(__file__).parent / "lucene"
UNIT = "\x1f"
_SEPARATORS = re.compile(r"[\t\r\n\x1f]+")


class Lucene:
    """One search with a facets' collector; it times itself, inside of the virtual machine."""

    name = "Lucene"

    def __init__(self, scratch: Path) -> None:
        for program in ("java", "javac", "mvn"):
            if not shutil.which(program):
                raise SideMissingError(
                    f"{program} is not installed: apt-get install openjdk-17-jdk-headless maven"
                )
        self.version = ""
        self._scratch = scratch / "lucene"
        self._scratch.mkdir(exist_ok=True)
        self._jars = _jars(self._scratch / "jars")
        self._program: subprocess.Popen[str] | None = None

    def fill(self, documents: Iterable[Mapping[str, Any]], count: int) -> None:
        file, folder = self._scratch / f"{count}.tsv", self._scratch / f"index-{count}"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{_line(entry)}\n" for entry in entries(documents))
        command = [
            "java", "-Xmx2g", "-cp", f"{self._jars}/*", str(PROGRAM / "LuceneSide.java"),
            str(file), str(folder), ",".join(FACETS),
        ]  # fmt: skip
        self._program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.version = "{}, Java {}".format(*self._read())

    def answer(self, question: Question, *, facet_limit: int) -> Answer:
        assert self._program
        assert self._program.stdin
        columns = [
            UNIT.join(
                "|".join(" ".join(terms) for terms in alternatives)
                for alternatives in question.groups
            ),
            UNIT.join(question.pairs),
            UNIT.join(question.labels),
            UNIT.join(f"{field}={value}" for field, value in question.filters),
            "score" if question.is_ranked else "newest",
            str(ROWS),
            str(facet_limit),
        ]
        self._program.stdin.write("\t".join(columns) + "\n")
        self._program.stdin.flush()
        nanoseconds, total, returned, moments, *counts = self._read()
        return Answer(
            seconds=int(nanoseconds) / 1e9,
            total=int(total),
            facets={f: _counts(c) for f, c in zip(FACETS, counts, strict=True)},
            modified=[int(moment) for moment in moments.split(UNIT) if moment],
            returned_bytes=int(returned),
        )

    def _read(self) -> list[str]:
        assert self._program
        assert self._program.stdout
        line = self._program.stdout.readline()
        if not line:
            raise RuntimeError(f"Lucene ended with exit code {self._program.wait()}.")
        return line.rstrip("\n").split("\t")

    def processes(self) -> list[int]:
        return [self._program.pid] if self._program else []

    def close(self) -> None:
        if self._program and self._program.stdin:
            self._program.stdin.close()
            self._program.wait(timeout=30)


def _jars(folder: Path) -> Path:
    if not folder.exists():
        command = [
            "mvn", "-q", "-B", "-f", str(PROGRAM / "pom.xml"), "dependency:copy-dependencies",
            f"-DoutputDirectory={folder}",
        ]  # fmt: skip
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise SideMissingError(
                f"Maven could not fetch Lucene: {(answer.stdout + answer.stderr).strip()[-300:]}"
            )
    return folder


def _line(entry: Entry) -> str:
    columns = [
        " ".join(entry.words), " ".join(entry.title_pairs), UNIT.join(entry.labels),
        str(entry.modified), _SEPARATORS.sub(" ", entry.stored),
        *(UNIT.join(_SEPARATORS.sub(" ", v) for v in entry.facets[field]) for field in FACETS),
    ]  # fmt: skip
    return "\t".join(columns)


def _counts(column: str) -> dict[str, int]:
    parts = column.split(UNIT) if column else []
    return {value: int(number) for value, number in zip(parts[::2], parts[1::2], strict=True)}
