"""A document that anybody gives is read and checked in a process of its own, which is ended when it takes too much.

What somebody writes so that it takes for ever takes only that process, and never the portal's memory.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ckanext.scigov.dcat.domain.checking import Finding, Severity
from ckanext.scigov.dcat.domain.incoming import Limits, Reason, Unreadable

log = logging.getLogger(__name__)
PROGRAM = "ckanext.scigov.dcat.checking_program"


class TookTooLong(Exception):
    """The process was ended."""


class BrokenShapes(Exception):
    """Shapes cannot be used: ``file`` and why it cannot be read, else in the validator's words."""

    def __init__(
        self, said: str = "", file: str = "", unreadable: Unreadable | None = None
    ) -> None:
        super().__init__(said or file)
        self.said = said
        self.file = file
        self.unreadable = unreadable


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be checked. ``base``: where it lies, for short addresses in it; empty for nowhere."""

    content: bytes
    form: str
    base: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    triples: int
    findings: tuple[Finding, ...]


def check(document: Document, limits: Limits, seconds: int, shape_files: Sequence[Path]) -> Checked:
    """Return what is wrong with a document.

    Raises:
        Unreadable: with the reason.
        BrokenShapes: a file of shapes cannot be read, or says what no shape can say.
        TookTooLong: it took more than the seconds, or more memory than such a process has.
    """
    if len(document.content) > limits.most_bytes:
        raise Unreadable(Reason.TOO_LARGE, most=limits.most_bytes, found=len(document.content))
    wish = {
        "form": document.form, "base": document.base, "limits": asdict(limits), "seconds": seconds,
        "shapes": [str(one) for one in shape_files],
    }  # fmt: skip
    command = [_python(), "-I", "-m", PROGRAM, json.dumps(wish)]
    try:
        # Nothing of the command is anybody's but ours: what is given comes as a value, never as a word of it.
        done = subprocess.run(  # noqa: S603
            command, input=document.content, capture_output=True, timeout=seconds + 5, check=False
        )
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    if done.returncode:
        log.warning("A document could not be checked: the process ended with %s.", done.returncode)
        raise TookTooLong
    return _told(json.loads(done.stdout))


def _python() -> str:
    # A server of applications may be the executable; the interpreter lies beside its libraries.
    beside = Path(sys.prefix) / "bin" / "python3"
    return str(beside) if beside.exists() else sys.executable


def _told(answer: dict[str, object]) -> Checked:
    if "refused" in answer:
        values = answer["values"]
        assert isinstance(values, dict)
        refused = Unreadable(Reason[str(answer["refused"])], **values)
        raise (
            BrokenShapes(file=str(answer["shapes"]), unreadable=refused)
            if answer["shapes"]
            else refused
        )
    if "unusable" in answer:
        raise BrokenShapes(str(answer["unusable"]))
    found, triples = answer["findings"], answer["triples"]
    assert isinstance(found, list)
    assert isinstance(triples, int)
    read = (Finding(**{**one, "severity": Severity(one["severity"])}) for one in found)
    return Checked(triples, tuple(read))
