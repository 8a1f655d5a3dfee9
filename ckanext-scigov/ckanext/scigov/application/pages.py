"""What the pages about applications show, as plain values that templates are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Shown = Mapping[str, Any]
"""A row as an action gives it."""


@dataclass(frozen=True, slots=True)
class Button:
    """A step that the reader can take; ``look`` is primary, secondary or danger."""

    step: str
    label: str
    url: str
    look: str = "secondary"


@dataclass(frozen=True, slots=True)
class Compared:
    """One aspect of what is asked beside what is given."""

    label: str
    asked: tuple[str, ...]
    given: tuple[str, ...] = ()
    is_less: bool = False


@dataclass(frozen=True, slots=True)
class PartCard:
    """A dataset of an application: where it stands, and what the reader can do with it."""

    part: Shown
    aspects: tuple[Compared, ...]
    buttons: tuple[Button, ...]
    dataset_url: str = ""
    """Empty where the reader does not see the dataset."""
    terms_url: str = ""
    tokens_url: str = ""
    """Where programs get tokens of the grant; empty for whom there are none."""
    terms_wait: bool = False
    """The grant is the reader's, and gives him no data before he accepts its terms."""
    refusal_word: str = ""
    conditions: tuple[str, ...] = ()
    proposed: tuple[Compared, ...] = ()
    """What the first decider proposes, for the second one."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was changed since it was returned."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the history."""

    event: str
    at: Any
    title: str
    who: str
    about: str
    reason: str
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One application."""

    filing: Shown
    title: str
    parts: tuple[PartCard, ...]
    buttons: tuple[Button, ...]
    """Steps of the whole application."""
    history: tuple[Happening, ...]
    changes: tuple[Change, ...] = ()
    similar: tuple[Shown, ...] = ()
    papers: tuple[tuple[str, str, str], ...] = ()
    """Name, title and address of each."""
    wishes: tuple[Happening, ...] = ()
    """What the provider wants supplemented."""
    similar_rule: str = ""
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be ticked."""

    value: str
    label: str
    is_chosen: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    text: str
    answer: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dataset on the form of an application."""

    id: str
    title: str
    provider: str
    way: str
    url: str
    resources: tuple[Choice, ...]
    items: tuple[Choice, ...]
    manner: str
    from_on: str
    until_on: str
    conditions: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    errors: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form of an application."""

    kind: str
    kinds: tuple[tuple[str, str, str], ...]
    """Kind, what it is called, and the address of a form of it; empty when there is no choice."""
    values: Shown
    wanted: tuple[Wanted, ...]
    errors: Mapping[str, list[str]]
    problems: tuple[tuple[str, str], ...]
    """Where on the page something is wrong, and the sentence."""
    agencies: tuple[tuple[str, str], ...] = ()
    handlers: tuple[Choice, ...] = ()
    identity: Shown | None = None
    identity_contact: str = ""
    evidence: tuple[Shown, ...] = ()
    found: tuple[Shown, ...] | None = None
    """Datasets that fit what was searched for; None when nothing was searched for."""
    wishes: tuple[Happening, ...] = ()
    is_instant: bool = False
    terms: tuple[str, ...] = ()
    """The articles of the terms, where they can be accepted with the form."""
    terms_version: str = ""
    id: str = ""
    version: int = 0
    state: str = "draft"
    is_on_record: bool = False
    """It was submitted once: a file of it is withdrawn, and stays."""
    accepts: str = ""
    most_megabytes: int = 0


@dataclass(frozen=True, slots=True)
class StepPage:
    """The form of one step."""

    step: str
    title: str
    filing: Shown
    card: PartCard | None
    """None for a step of the whole application."""
    fields: tuple[str, ...]
    action: str
    values: Shown
    errors: Mapping[str, list[str]]
    options: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    resources: tuple[Choice, ...] = ()
    items: tuple[Choice, ...] = ()
    hint: str = ""
    look: str = "primary"


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """What a provider asks besides of who applies for one of its datasets."""

    dataset_id: str
    title: str
    provider: str
    provider_url: str
    rows: tuple[Shown, ...]
    """``text`` and ``is_needed``, in the order of the form."""
    errors: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Call:
    """A line for a terminal, and what it fetches."""

    title: str
    command: str


@dataclass(frozen=True, slots=True)
class TokensPage:
    """The tokens of a part's grant."""

    filing: Shown
    part: Shown
    tokens: tuple[Shown, ...]
    people: tuple[tuple[str, str], ...]
    """For whom the reader may make one: id and name; empty: for nobody."""
    calls: tuple[Call, ...]
    values: Shown
    errors: Mapping[str, list[str]]
    made: Shown | None = None
    """The token that has just been made, to be shown this once."""
    terms_url: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A value by which a list can be narrowed, with how many rows it would leave."""

    label: str
    url: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    name: str
    label: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works on the applications of a provider: the provider's title, user names and what they are called."""

    provider: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of applications: own ones, the inbox, or the register."""

    page: Any
    groups: tuple[FilterGroup, ...] = ()
    q: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What the list is narrowed to, for forms on it."""
    staff: tuple[Staff, ...] = ()
    """To whom what is ticked can be assigned."""
    may_assign: bool = False
    providers: tuple[Shown, ...] = ()
    """Of the register: ``id``, ``title``, ``count``."""
    is_whole: bool = False
    """It holds the applications to every provider."""
    questions_url: str = ""
    """Where one's providers write what they ask besides; empty for those who handle nothing."""
