"""What a paper says of an application, as plain values.

A paper shows nothing that is not here: whoever makes the values decides what its reader may know. Texts
are what people wrote or what the configuration says, in Chinese, without markup.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class Case(enum.Enum):
    SHARE = "share"
    OPEN = "open"


class Outcome(enum.Enum):
    APPROVED = "approved"
    APPROVED_IN_PART = "approved_in_part"
    REFUSED = "refused"


class AppealOutcome(enum.Enum):
    UPHELD = "upheld"
    CHANGED = "changed"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a term."""

    on: dt.date
    provisional: bool = False
    """A year without a published calendar was counted."""
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Person:
    name: str = ""
    phone: str = ""
    email: str = ""


NOBODY = Person()


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    is_person: bool = False
    credit_code: str = ""
    """统一社会信用代码 of an agency or a company."""
    identity: str = ""
    """Kind and masked number of a person's document."""
    address: str = ""
    handler: Person = NOBODY
    """经办人."""
    contact: Person = NOBODY
    system_account: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """To an extra question of a dataset."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Use:
    """What the data are wanted for."""

    purpose: str
    scene: str = ""
    legal_basis: str = ""
    manners: tuple[str, ...] = ()
    """下载, 接口, 仅查询 …, as the screen says it."""
    period: Period | None = None
    security: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A resource, whole or some of its data items."""

    resource: str
    data_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One dataset of one provider, and what was decided on it."""

    dataset: str
    provider: str
    asked: tuple[Content, ...] = ()
    """Empty: all of it."""
    time_span: str = ""
    due: Deadline | None = None
    outcome: Outcome | None = None
    granted: tuple[Content, ...] = ()
    granted_time_span: str = ""
    granted_period: Period | None = None
    reasons: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    delivered_by: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Supplement:
    wanted: tuple[str, ...]
    until: Deadline
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    until: Deadline
    reason: str
    consented_by: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    third_party: str
    until: Deadline
    question: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Of use, as they were accepted."""

    title: str
    version: str
    accepted_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Revocation:
    on: dt.date
    reasons: tuple[str, ...]
    basis: str = ""
    duties: tuple[str, ...] = ()
    """What has to be done with what was received."""


@dataclass(frozen=True, slots=True)
class Appeal:
    against: str
    """Number of the reply, or what the appeal is about when there was none."""
    filed_on: dt.date
    grounds: str
    outcome: AppealOutcome
    reasons: tuple[str, ...]
    result: str = ""
    """What follows from it."""


@dataclass(frozen=True, slots=True)
class PaperValues:
    case: Case
    issued_on: dt.date
    """The paper's date, and the only one in the file."""
    applicant: Applicant
    use: Use
    parts: tuple[Part, ...]
    number: str = ""
    """Acceptance number 受理编号; empty before the application is filed."""
    document_number: str = ""
    """文号 of the unit that issues the paper."""
    issuer: str = ""
    office: Person = NOBODY
    """Whom the reader may ask."""
    filed_on: dt.date | None = None
    received_on: dt.date | None = None
    due: Deadline | None = None
    basis: str = ""
    """Legal basis of the decision."""
    supplement: Supplement | None = None
    extension: Extension | None = None
    consultation: Consultation | None = None
    terms: Terms | None = None
    revocation: Revocation | None = None
    appeal: Appeal | None = None
    remedies: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Names of the files that came with the application."""
