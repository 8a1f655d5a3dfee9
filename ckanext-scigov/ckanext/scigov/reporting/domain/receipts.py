"""A receipt (回执): for each entry of a package whether it was accepted, and why not.

It is taken as a whole or not at all; what is wrong is told at its cell.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.reporting.domain import elements
from ckanext.scigov.reporting.domain.changes import Outcome

SEQUENCE, RESULT, REASON, RECEIVER_CODE = "数据包序号", "处理结果", "原因", "接收方代码"
COLUMNS = (SEQUENCE, elements.CODE, RESULT, REASON, RECEIVER_CODE)
RESULTS: Mapping[str, Outcome] = {
    "接收": Outcome.ACCEPTED,
    "已接收": Outcome.ACCEPTED,
    "成功": Outcome.ACCEPTED,
    "通过": Outcome.ACCEPTED,
    "accepted": Outcome.ACCEPTED,
    "退回": Outcome.REFUSED,
    "不接收": Outcome.REFUSED,
    "失败": Outcome.REFUSED,
    "不通过": Outcome.REFUSED,
    "refused": Outcome.REFUSED,
}
"""Words of receivers."""


class Wrong(enum.Enum):
    """Why a cell of a receipt, or of a catalogue that comes back, cannot be taken."""

    COLUMN_MISSING = "column_missing"
    NO_SEQUENCE = "no_sequence"
    OTHER_SEQUENCE = "other_sequence"
    CODE_EMPTY = "code_empty"
    CODE_UNKNOWN = "code_unknown"
    CODE_TWICE = "code_twice"
    ANSWERED = "answered"
    RESULT_UNKNOWN = "result_unknown"
    REASON_EMPTY = "reason_empty"
    WORD_UNKNOWN = "word_unknown"
    EMPTY = "empty"
    UNFIT = "unfit"
    PROVIDER_UNKNOWN = "provider_unknown"
    NOT_TAKEN = "not_taken"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: its line in the file (0: of the file itself) and its column."""

    line: int
    column: str
    why: Wrong
    value: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver says of one entry."""

    code: str
    outcome: Outcome
    reason: str = ""
    receiver_code: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a receipt says, or what is wrong with it; never both."""

    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]


Line = tuple[int, Mapping[str, str]]


def read(sequence: int, lines: Sequence[Line], waiting: Mapping[str, Outcome]) -> Read:
    """Read the lines of a receipt for a package.

    Args:
        sequence: of the package that waits for it.
        lines: number in the file, and column → text.
        waiting: code → outcome so far, of every line of the package.
    """
    problems: list[Problem] = []
    answers: list[Answer] = []
    seen: set[str] = set()
    for number, cells in lines:
        found = [*_of_sequence(number, cells, sequence), *_of_code(number, cells, waiting, seen)]
        found += _of_result(number, cells)
        problems += found
        if not found:
            answers.append(_answer(cells))
        seen.add(cells.get(elements.CODE, ""))
    if not lines:
        problems.append(Problem(0, "", Wrong.NOTHING))
    return Read((), tuple(problems)) if problems else Read(tuple(answers), ())


def _answer(cells: Mapping[str, str]) -> Answer:
    return Answer(
        cells[elements.CODE],
        RESULTS[cells[RESULT].strip().lower()],
        cells.get(REASON, ""),
        cells.get(RECEIVER_CODE, ""),
    )


def _of_sequence(number: int, cells: Mapping[str, str], sequence: int) -> list[Problem]:
    given = cells.get(SEQUENCE, "")
    if not given:
        return [Problem(number, SEQUENCE, Wrong.NO_SEQUENCE)]
    if given != str(sequence):
        return [Problem(number, SEQUENCE, Wrong.OTHER_SEQUENCE, given)]
    return []


def _of_code(
    number: int, cells: Mapping[str, str], waiting: Mapping[str, Outcome], seen: set[str]
) -> list[Problem]:
    code = cells.get(elements.CODE, "")
    why = None
    if not code:
        why = Wrong.CODE_EMPTY
    elif code not in waiting:
        why = Wrong.CODE_UNKNOWN
    elif code in seen:
        why = Wrong.CODE_TWICE
    elif waiting[code] is not Outcome.WAITING:
        why = Wrong.ANSWERED
    return [Problem(number, elements.CODE, why, code)] if why else []


def _of_result(number: int, cells: Mapping[str, str]) -> list[Problem]:
    given = cells.get(RESULT, "").strip().lower()
    if given not in RESULTS:
        return [Problem(number, RESULT, Wrong.RESULT_UNKNOWN, cells.get(RESULT, ""))]
    if RESULTS[given] is Outcome.REFUSED and not cells.get(REASON):
        return [Problem(number, REASON, Wrong.REASON_EMPTY)]
    return []
