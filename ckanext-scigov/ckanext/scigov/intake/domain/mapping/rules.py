"""A rule: how one value of ours is made of a record. The steps always come in the same order."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.mapping.fields import MOST_VALUES
from ckanext.scigov.intake.domain.mapping.paths import Path
from ckanext.scigov.intake.domain.mapping.patterns import Pattern

ANYTHING = "*"
ITSELF = "$value"
MOST_MEMBERS = 2_000
"""Objects to repeat for: data items of a table, files of an entry."""
_REMEMBERED = 5_000
_LONGEST_DATE = 100
_COMMAS = (",", "，", "、", ";", "；", "|")


class Listing(str, enum.Enum):
    """How a source writes several values in one."""

    ARRAY = "array"
    JSON_TEXT = "json_text"
    COMMA = "comma"


@dataclass(frozen=True, slots=True)
class Table:
    """Values of a source and what they are in ours; an empty list: known, and nothing to us."""

    name: str
    values: Mapping[str, tuple[str, ...]]
    """By folded spelling."""
    otherwise: tuple[str, ...] | None = None
    remembered: dict[str, tuple[str, ...] | None] = field(
        default_factory=dict[str, "tuple[str, ...] | None"]
    )

    def look_up(self, value: str) -> tuple[str, ...] | None:
        """Return our values for one of the source's; None where the table does not know it."""
        if value in self.remembered:
            return self.remembered[value]
        found = self.values.get(texts.folded(value), self.otherwise)
        if found is not None and ITSELF in found:
            found = tuple(value if one == ITSELF else one for one in found)
        if len(self.remembered) < _REMEMBERED:
            self.remembered[value] = found
        return found


@dataclass(slots=True)
class Scope:
    """What a rule can see."""

    record: Any
    each: Any = None
    entry: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Texts of ours that a template may name."""


@dataclass(slots=True)
class Outcome:
    values: list[str]
    source: str = ""
    raw: str = ""
    """What the source said, to be shown."""
    problems: list[tuple[Cause, str]] = field(default_factory=list["tuple[Cause, str]"])


@dataclass(frozen=True, slots=True)
class Rule:
    sources: tuple[Path, ...] = ()
    constant: tuple[str, ...] | None = None
    joined: tuple[Path, ...] = ()
    glue: str = ""
    template: tuple[str | Path, ...] = ()
    own_names: frozenset[str] = frozenset()
    """Names in the template that are fields of ours."""
    missing: frozenset[str] = frozenset({""})
    strip: str = ""
    replace: tuple[tuple[str, str], ...] = ()
    pattern: Pattern | None = None
    separators: tuple[str, ...] = ()
    listing: Listing | None = None
    table: Table | None = None
    dates: tuple[str, ...] = ()
    default: tuple[str, ...] = ()

    @property
    def source_name(self) -> str:
        paths = self.sources or self.joined
        return "+".join(path.text for path in paths) or "".join(map(_shown, self.template))

    def run(self, scope: Scope) -> Outcome:
        """Return the value's texts; never raises, whatever the record holds."""
        if self.constant is not None:
            return Outcome(list(self.constant))
        outcome = self._origin(scope)
        if outcome.values:
            self._change(outcome)
        if not outcome.values and not outcome.problems and self.default:
            outcome.values = list(self.default)
        return outcome

    def members(self, scope: Scope) -> tuple[list[Any], Outcome]:
        """Return the elements to repeat for, which may be objects, and what went wrong."""
        for path in self.sources:
            value = path.value(scope.record, scope.each)
            if isinstance(value, list) and any(
                isinstance(one, Mapping) for one in cast("list[Any]", value)
            ):
                found = cast("list[Any]", value)
                outcome = Outcome([], path.text)
                if len(found) > MOST_MEMBERS:
                    outcome.problems.append((Cause.TOO_MANY, str(len(found))))
                return [one for one in found[:MOST_MEMBERS] if isinstance(one, Mapping)], outcome
        outcome = self.run(scope)
        return list(dict.fromkeys(outcome.values)), outcome

    def _origin(self, scope: Scope) -> Outcome:
        if self.joined:
            return self._joined(scope)
        if self.template:
            return self._filled(scope)
        outcome = Outcome([], self.sources[0].text)
        for path in self.sources:
            value = path.value(scope.record, scope.each)
            if value is None:
                continue
            found, is_partial = texts.texts(value, MOST_VALUES)
            outcome.values = [text for text in found if text not in self.missing]
            outcome.source = path.text
            if is_partial:
                outcome.problems.append(_cause_of_loss(value))
            if outcome.values or is_partial:
                break
        outcome.raw = "、".join(outcome.values)
        return outcome

    def _joined(self, scope: Scope) -> Outcome:
        parts: list[str] = []
        for path in self.joined:
            found, _ = texts.texts(path.value(scope.record, scope.each), MOST_VALUES)
            parts += [text for text in found if text not in self.missing]
        text = self.glue.join(parts)
        return Outcome([text] if text else [], self.source_name, text)

    def _filled(self, scope: Scope) -> Outcome:
        parts: list[str] = []
        for part in self.template:
            if isinstance(part, str):
                parts.append(part)
                continue
            if part.text in self.own_names:
                text = texts.scalar(scope.entry.get(part.text)) or ""
            else:
                text = texts.scalar(part.value(scope.record, scope.each)) or ""
            if text in self.missing:
                return Outcome([], self.source_name)
            parts.append(text)
        text = "".join(parts)
        return Outcome([text], self.source_name, text)

    def _change(self, outcome: Outcome) -> None:
        if self.strip or self.replace or self.pattern:
            outcome.values = self._rewritten(outcome)
        if self.separators or self.listing:
            outcome.values = self._split(outcome)
        if self.table:
            outcome.values = self._looked_up(outcome, self.table)
        if self.dates:
            outcome.values = self._dated(outcome)

    def _rewritten(self, outcome: Outcome) -> list[str]:
        found: list[str] = []
        for value in outcome.values:
            text = value.strip(self.strip).strip() if self.strip else value
            for old, new in self.replace:
                text = text.replace(old, new)
            text = text.strip()
            if self.pattern and text:
                text = self._matched(self.pattern, text, outcome)
            if text not in self.missing:
                found.append(text)
        return found

    @staticmethod
    def _matched(pattern: Pattern, text: str, outcome: Outcome) -> str:
        if len(text) > pattern.longest:
            outcome.problems.append((Cause.TOO_LONG, text))
            return ""
        found = pattern.group(text)
        if found is None:
            outcome.problems.append((Cause.NO_MATCH, text))
        return (found or "").strip()

    def _split(self, outcome: Outcome) -> list[str]:
        pieces: list[str] = []
        for value in outcome.values:
            pieces += self._pieces(value)
        found = [text for piece in pieces if (text := piece.strip()) not in self.missing]
        if len(found) > MOST_VALUES:
            outcome.problems.append((Cause.TOO_MANY, str(len(found))))
        return found[:MOST_VALUES]

    def _pieces(self, value: str) -> list[str]:
        if self.listing is not None and (listed := texts.list_of(value)) is not None:
            return texts.texts(listed, MOST_VALUES + 1)[0]
        separators = self.separators
        if self.listing is Listing.COMMA:
            separators += _COMMAS
        pieces = [value]
        for separator in separators:
            pieces = [piece for whole in pieces for piece in whole.split(separator)]
        return pieces

    @staticmethod
    def _looked_up(outcome: Outcome, table: Table) -> list[str]:
        found: list[str] = []
        for value in outcome.values:
            ours = table.look_up(value)
            if ours is None:
                outcome.problems.append((Cause.UNMAPPED, value))
            else:
                found += ours
        return found

    def _dated(self, outcome: Outcome) -> list[str]:
        found: list[str] = []
        for value in outcome.values:
            day = read_date(value, self.dates)
            if day:
                found.append(day)
            else:
                outcome.problems.append((Cause.NOT_A_DATE, value))
        return found


def read_date(text: str, forms: tuple[str, ...]) -> str:
    """Return a day, month or year of ISO 8601; empty where no form fits.

    A form without a day gives a month, one without a month a year. ``epoch`` and ``epoch_ms`` are
    seconds and milliseconds since 1970; the day is the one it was in China.
    """
    for form in forms if len(text) <= _LONGEST_DATE else ():
        try:
            if form in _EPOCHS:
                moment = dt.datetime.fromtimestamp(int(text) / _EPOCHS[form], _CHINA)
            else:
                moment = dt.datetime.strptime(text, form)  # noqa: DTZ007 (the day as it stands there)
        except (ValueError, OverflowError, OSError):
            continue
        whole = moment.date().isoformat()
        if form in _EPOCHS or "%d" in form or "%j" in form:
            return whole
        return whole[:7] if "%m" in form else whole[:4]
    return ""


_EPOCHS = {"epoch": 1, "epoch_ms": 1000}
_CHINA = dt.timezone(dt.timedelta(hours=8))


def _cause_of_loss(value: Any) -> tuple[Cause, str]:
    if isinstance(value, list) and len(cast("list[Any]", value)) > MOST_VALUES:
        return Cause.TOO_MANY, str(len(cast("list[Any]", value)))
    return Cause.NOT_A_TEXT, texts.excerpt(value)


def _shown(part: str | Path) -> str:
    return part if isinstance(part, str) else f"{{{part.text}}}"
