"""Synonyms for the configset ``ours``: words of one meaning share a token that nobody types.

The shared token is added where a word stands in a text, in the place where the word begins, and
to a query that is one of the words. Had a text got the other words themselves, longer ones would
push aside what follows, and no phrase would be found there any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

CJK = (
    "々〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
LETTER = rf"[^\W_{CJK}]"
RUN = re.compile(rf"[{CJK}]+|{LETTER}+(?:[-_./:@&+#'’]+{LETTER}+)*")
DIGITS = "bcdfghjkmp"

Fold = Callable[[str], str]


def write(source: Path, into: Path, fold: Fold) -> None:
    """Write the three files that the analysers read."""
    index, alone, joined = list[str](), list[str](), dict[str, str]()
    for number, line in enumerate(lines(source)):
        words = [fold(word.strip()).lower() for word in line.split(",") if word.strip()]
        shared = _shared(number)
        for word in words:
            # A line of its own: words on one line would stand for one another.
            index.append(f"{' '.join(_indexed(word))}, {shared}")
            parts = _searched(word)
            if len(parts) > 1:
                joined.setdefault("".join(parts), shared)
            elif parts:
                alone.append(f"{parts[0]}, {shared}")
    _write(into / "synonyms.txt", index)
    _write(into / "synonyms_alone.txt", alone)
    _write(into / "synonyms_joined.txt", [f"{text}\t{shared}" for text, shared in joined.items()])


def lines(file: Path) -> list[str]:
    """Return the lines that say something."""
    found = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in found if line and not line.startswith("#")]


def _shared(number: int) -> str:
    """Name a meaning by letters alone, with an end that no stemmer takes off."""
    return "scigov" + "".join(DIGITS[int(digit)] for digit in str(number)) + "x"


def _indexed(word: str) -> list[str]:
    """Return the tokens of a word in a text: pairs of characters, codes in one piece."""
    tokens: list[str] = []
    for run in RUN.findall(word):
        tokens += _pairs(run) if re.match(f"[{CJK}]", run) else [re.sub(r"[\W_]+", "_", run)]
    return tokens


def _searched(word: str) -> list[str]:
    """Return the parts of a word that is typed alone; words with blanks are several, so none."""
    if re.search(r"\s", word):
        return []
    parts: list[str] = []
    for run in RUN.findall(word):
        parts += _pairs(run) if re.match(f"[{CJK}]", run) else re.findall(r"\d+|[^\W\d_]+", run)
    return parts


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _write(file: Path, written: list[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")
