"""What an approver says to findings of personal data, and when that is enough.

Each finding is answered by itself: the data are masked, a law has them published, or they are not
personal data. Every answer comes with a note that somebody else can check.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ckanext.scigov.access.domain.personal_data import Finding, FoundBy
from ckanext.scigov.access.domain.personal_words import PersonalDataKind
from ckanext.scigov.catalogue.domain.grades import Grade, OpenType, ShareType
from ckanext.scigov.shared.errors import Refusal


class Answer(str, enum.Enum):
    MASKED = "masked"
    LAWFUL_GROUND = "lawful_ground"
    """A law has them published; the note names it."""
    NOT_PERSONAL = "not_personal"


class PersonalDataReason(enum.Enum):
    ANSWER_MISSING = "answer_missing"
    GROUND_MISSING = "ground_missing"
    NOTE_MISSING = "note_missing"


SHORTEST_GROUND = 4
"""Characters that name a law; 无 and its like say nothing."""
SHORTEST_NOTE = 2
FIELD = "answers"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to one finding. Without a resource it is for the item wherever it was found."""

    kind: str
    item: str
    answer: Answer | None
    note: str
    resource_id: str = ""

    def is_to(self, found: Found) -> bool:
        about = (self.kind, self.item)
        if about != (found.finding.kind.value, found.finding.item):
            return False
        return not self.resource_id or self.resource_id == found.resource_id


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and the resource it was made in. It says how often, never what."""

    resource_id: str
    finding: Finding

    def as_json(self) -> dict[str, Any]:
        return {"resource_id": self.resource_id, **asdict(self.finding)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Found:
        finding = Finding(
            PersonalDataKind(stored["kind"]),
            stored["item"],
            FoundBy(stored["by"]),
            stored["hits"],
            stored["sampled"],
        )
        return cls(stored["resource_id"], finding)


def needs_answer(grade: Grade | None) -> bool:
    """Say whether personal data under this grade are a question to its approver.

    They are where the public is to get the data, on conditions or without, and where every agency is
    to get them without asking. What a decider hands out case by case is none.
    """
    if grade is None:
        return False
    return grade.open is not OpenType.NONE or grade.share is ShareType.UNCONDITIONAL


def judge_answer(answer: Answer | None, note: str) -> PersonalDataReason | None:
    """Return why an answer to one finding is not enough."""
    if answer is None:
        return PersonalDataReason.ANSWER_MISSING
    length = len("".join(note.split()))
    if answer is Answer.LAWFUL_GROUND:
        return PersonalDataReason.GROUND_MISSING if length < SHORTEST_GROUND else None
    return PersonalDataReason.NOTE_MISSING if length < SHORTEST_NOTE else None


def answer_to(found: Found, answers: Iterable[Answered]) -> Answered | None:
    """Return the first answer to a finding, or None."""
    return next((one for one in answers if one.is_to(found)), None)


def judge_answers(findings: Sequence[Found], answers: Sequence[Answered]) -> tuple[Refusal, ...]:
    """Return a refusal for each finding that nobody has answered, or not well enough."""
    refusals: list[Refusal] = []
    for found in findings:
        given = answer_to(found, answers)
        reason = judge_answer(given.answer if given else None, given.note if given else "")
        if reason is not None:
            refusals.append(Refusal(reason, FIELD, {"item": found.finding.item}))
    return tuple(refusals)


def stored_answers(findings: Sequence[Found], answers: Sequence[Answered]) -> list[dict[str, Any]]:
    """Return the answers as they are kept, one for each finding that has one."""
    return [
        {
            "resource_id": found.resource_id,
            "kind": given.kind,
            "item": given.item,
            "answer": given.answer.value if given.answer else None,
            "note": given.note,
        }
        for found in findings
        if (given := answer_to(found, answers)) is not None
    ]
