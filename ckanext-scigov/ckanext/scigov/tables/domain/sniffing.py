"""What kind of text a file is: its encoding and its delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemLog, UnfitFile

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_RECORDS = 50
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_WEB_PAGE = re.compile(
    rb"\s*<(?:!doctype|html|head|body|table|meta|script|\?xml|!--)", re.IGNORECASE
)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.OLD_WORKBOOK),
    (b"%PDF", Code.OTHER_KIND),
    (b"\x89PNG", Code.OTHER_KIND),
    (b"\xff\xd8\xff", Code.OTHER_KIND),
    (b"GIF8", Code.OTHER_KIND),
    (b"\x1f\x8b", Code.OTHER_KIND),
    (b"Rar!", Code.OTHER_KIND),
    (b"7z\xbc\xaf", Code.OTHER_KIND),
)


def kind_of(beginning: bytes) -> Code | None:
    """Return why a file is no table whatever its name says; None where it may be one."""
    for magic, code in _OTHERS:
        if beginning.startswith(magic):
            return code
    return Code.WEB_PAGE if _WEB_PAGE.match(beginning.removeprefix(codecs.BOM_UTF8)) else None


@dataclass(slots=True)
class _Attempt:
    encoding: str
    problems: ProblemLog


def encoding_of(lines: Iterable[bytes], problem_limit: int = 100) -> str:
    """Return the encoding every line of the file is right in: UTF-8 or GB18030.

    Raises:
        UnfitFile: some lines are right in neither; the problems name them in the encoding that
            has fewer.
    """
    attempts = [_Attempt(name, ProblemLog(problem_limit)) for name in ("utf-8", "gb18030")]
    for number, line in enumerate(lines, start=1):
        if number == 1:
            for bom, name in BOMS:
                if line.startswith(bom):
                    return name
        if line.isascii():
            continue
        for attempt in attempts:
            try:
                line.decode(attempt.encoding)
            except UnicodeDecodeError as error:
                attempt.problems.add(_undecodable(number, line, error))
    best = min(attempts, key=lambda attempt: attempt.problems.count)
    if best.problems:
        raise UnfitFile(best.problems)
    return best.encoding


def _undecodable(number: int, line: bytes, error: UnicodeDecodeError) -> Problem:
    """Show the bytes that are wrong, as hexadecimal digits, behind the text before them."""
    before = line[max(0, error.start - 12) : error.start].decode(error.encoding, "ignore")
    wrong = line[error.start : max(error.end, error.start + 1)].hex(" ").upper()
    return Problem(Code.UNDECODABLE, number, "", f"{before}⟨{wrong}⟩")


def delimiter_of(sample: str, *, prefer: str = ",") -> str:
    """Return the delimiter that cuts the sample's records into equally many cells.

    Args:
        sample: the beginning of the file; a record cut off at its end is left out.
        prefer: what the file's name promises; it wins where two do equally well.
    """
    whole = sample if len(sample) < 2 else sample[: sample.rfind("\n") + 1] or sample
    order = [prefer, *(d for d in DELIMITERS if d != prefer)]
    scores = {delimiter: _score(whole, delimiter) for delimiter in order}
    best = max(order, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0.0, 0) else prefer


def _score(sample: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for record in reader:
            if record:
                widths.append(len(record))
            if len(widths) >= SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0.0, 0)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    width, times = Counter(widths).most_common(1)[0]
    if width != widths[0]:
        return (0.0, 0)
    return (times / len(widths), width)
