"""Apply a mapping to records: thousands a second, and never with an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.mapping.fields import Field, Shaped, shape
from ckanext.scigov.intake.domain.mapping.mapped import LEGAL, Findings, Mapped, Wish
from ckanext.scigov.intake.domain.mapping.paths import Path
from ckanext.scigov.intake.domain.mapping.rules import Outcome, Rule, Scope, Table

GATHERED = "gathered"
GRADE = ("security_level", "share_type", "open_type")
MOST_ORIGINALS = 50


@dataclass(frozen=True, slots=True)
class FieldRule:
    field: Field
    rule: Rule

    def value(self, scope: Scope, findings: Findings, prefix: str = "") -> tuple[Shaped, Outcome]:
        """Return what the field gets, and note what it does not take."""
        outcome = self.rule.run(scope)
        shaped: Shaped = None
        problems = outcome.problems
        if outcome.values:
            shaped, bad = shape(self.field, outcome.values)
            problems = [*problems, *bad]
        name = prefix + self.field.name
        for cause, value in problems:
            findings.add(cause, name, outcome.source or self.field.name, texts.excerpt(value))
        return shaped, outcome


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A group of fields; with ``each`` one for every value of a list."""

    field: Field
    rules: tuple[FieldRule, ...]
    each: Rule | None = None


@dataclass(frozen=True, slots=True)
class ResourceRule:
    """A resource, or a data item of one; with ``each`` one for every value of a list."""

    each: Rule | None
    fields: tuple[FieldRule, ...]
    items: ResourceRule | None = None


@dataclass(frozen=True, slots=True)
class ProviderRule:
    rule: Rule
    otherwise: str
    """Whose the records are that name nobody known; empty: they are rejected."""


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping file that can be used."""

    name: str
    title: Mapping[str, str]
    kind: str
    """``connector.kind``."""
    connector: Mapping[str, Any]
    """The connector's settings without its kind; ``{"secret": NAME}`` stands for a credential."""
    records: Path | None
    identity: tuple[Path, ...]
    missing: frozenset[str]
    provider: ProviderRule
    fields: tuple[FieldRule, ...]
    groups: tuple[GroupRule, ...]
    resources: tuple[ResourceRule, ...]
    grades: Mapping[str, Wish]
    version: Path | None
    tables: Mapping[str, Table] = field(default_factory=dict[str, Table])

    def apply(self, raw: Any) -> Mapped:
        """Return what a record becomes; what cannot be mapped is told, never raised."""
        return self.apply_record(self.records.value(raw) if self.records else raw)

    def key_of(self, raw: Any) -> str:
        """Return ``Mapped.key`` of a record without mapping the rest of it."""
        record = self.records.value(raw) if self.records else raw
        return self._key(Scope(record)) if isinstance(record, Mapping) else ""

    def apply_record(self, record: Any) -> Mapped:
        """Apply to a record that was already taken out of its envelope."""
        if not isinstance(record, Mapping):
            return _rejected(Cause.NOT_A_RECORD)
        scope, findings = Scope(record), Findings()
        key = self._key(scope)
        version = self._version(scope)
        if not key:
            return _rejected(Cause.NO_IDENTITY, version=version)
        entry, outcomes = self._entry_fields(scope, findings)
        title = cast("str", entry.get("title") or "")
        cause = _judge_title(title, findings)
        if cause is not None:
            return _rejected(cause, key, texts.excerpt(title), findings, version)
        provider = self._provider(scope)
        if not provider:
            self._note_provider(scope, findings)
            return _rejected(Cause.UNKNOWN_PROVIDER, key, title, findings, version)
        is_graded, wish = self._grade(entry, findings, outcomes)
        scope.entry = entry
        resources = self._resources(scope, findings)
        self._close(entry, key, resources, findings, outcomes)
        return Mapped(
            key, title, provider, entry, wish, is_graded,
            tuple(findings.unmapped), tuple(findings.bad), "", version,
        )  # fmt: skip

    def _key(self, scope: Scope) -> str:
        parts: list[str] = []
        for path in self.identity:
            text = texts.scalar(path.value(scope.record)) or ""
            parts.append("" if text in self.missing else text)
        return texts.key_of(parts) if any(parts) else ""

    def _version(self, scope: Scope) -> str:
        if self.version is None:
            return ""
        return texts.key_of([texts.scalar(self.version.value(scope.record)) or ""])

    def _entry_fields(
        self, scope: Scope, findings: Findings
    ) -> tuple[dict[str, Any], dict[str, Outcome]]:
        entry: dict[str, Any] = {}
        outcomes: dict[str, Outcome] = {}
        for one in self.fields:
            value, outcome = one.value(scope, findings)
            outcomes[one.field.name] = outcome
            if value is not None:
                entry[one.field.name] = value
        for group in self.groups:
            rule = ResourceRule(group.each, group.rules)
            several = _repeated(rule, scope, findings, f"{group.field.name}.")
            if several:
                entry[group.field.name] = several
        if "tag_string" in entry:
            entry["tags"] = [{"name": tag} for tag in entry.pop("tag_string")]
        return entry, outcomes

    def _provider(self, scope: Scope) -> str:
        outcome = self.provider.rule.run(scope)
        name = texts.one_line(outcome.values[0]) if outcome.values else ""
        return name or self.provider.otherwise

    def _note_provider(self, scope: Scope, findings: Findings) -> None:
        outcome = self.provider.rule.run(scope)
        if outcome.raw:
            findings.add(Cause.UNMAPPED, "provider", outcome.source, texts.excerpt(outcome.raw))

    def _grade(
        self, entry: dict[str, Any], findings: Findings, outcomes: Mapping[str, Outcome]
    ) -> tuple[bool, Wish]:
        """Fill in the defaults of the mapping, and keep in the entry only what goes together."""
        level, share, open_type = (cast("str | None", entry.get(name)) for name in GRADE)
        # Constants and defaults are the mapping's word, not the source's.
        is_graded = all(name in outcomes and outcomes[name].raw for name in GRADE[:2])
        if level is None and share is None:
            usual = self.grades.get(open_type or "", self.grades.get("", (None, None, None)))
            level, share, open_type = usual[0], usual[1], open_type or usual[2]
        wish: Wish = (level, share, open_type)
        if wish in LEGAL:
            entry.update(zip(GRADE, wish, strict=True))
            return is_graded, wish
        for name in GRADE:
            entry.pop(name, None)
        if level is not None or share is not None:
            shown = " / ".join(part or "—" for part in wish)
            findings.add(Cause.GRADE_NOT_ALLOWED, "security_level", "security_level", shown)
        return is_graded, wish

    def _resources(self, scope: Scope, findings: Findings) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for rule in self.resources:
            for one in _repeated(rule, scope, findings, "resources."):
                if one not in found:
                    found.append(one)
        return found

    def _close(
        self,
        entry: dict[str, Any],
        key: str,
        resources: list[dict[str, Any]],
        findings: Findings,
        outcomes: Mapping[str, Outcome],
    ) -> None:
        entry["resources"] = resources
        entry["catalogue_profile"] = GATHERED
        entry["source_portal"] = self.name
        # A separator that pages, feeds and XML can bear; U+001F they cannot.
        entry["source_id"] = texts.one_line(key.replace("\x1f", " | ")).strip(" |")
        originals = findings.original_values
        opening = outcomes.get("open_type")
        if opening is not None and opening.values and "open_type" not in entry and opening.raw:
            originals.append(f"{opening.source}：{texts.excerpt(opening.raw)}")
        if originals:
            entry["source_values"] = list(dict.fromkeys(originals))[:MOST_ORIGINALS]


def _repeated(
    rule: ResourceRule, scope: Scope, findings: Findings, prefix: str
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    eaches: list[Any] = [None]
    if rule.each is not None:
        eaches, outcome = rule.each.members(scope)
        for cause, value in outcome.problems:
            findings.add(cause, f"{prefix}each", outcome.source, texts.excerpt(value))
    for each in eaches:
        inner = Scope(scope.record, each, scope.entry)
        one = _members(rule.fields, inner, findings, prefix)
        if not one:
            continue
        if rule.items is not None:
            items = _data_items(rule.items, inner, findings)
            if items:
                one["data_items"] = items
        found.append(one)
    return found


def _data_items(rule: ResourceRule, scope: Scope, findings: Findings) -> list[dict[str, Any]]:
    """Return the data items; in a rule of theirs the item is the record."""
    found: list[dict[str, Any]] = []
    eaches, outcome = rule.each.members(scope) if rule.each else ([], Outcome([]))
    for cause, value in outcome.problems:
        findings.add(cause, "data_items.each", outcome.source, texts.excerpt(value))
    for each in eaches:
        one = _members(rule.fields, Scope(each, each), findings, "data_items.")
        if one.get("title") or one.get("name"):
            found.append(one)
    return found


def _members(
    rules: tuple[FieldRule, ...], scope: Scope, findings: Findings, prefix: str
) -> dict[str, Any]:
    """Return the fields of a group; nothing where all that is in it would be constant."""
    found: dict[str, Any] = {}
    is_stated = not rules
    for one in rules:
        value, _ = one.value(scope, findings, prefix)
        if value is not None:
            found[one.field.name] = value
            is_stated = is_stated or one.rule.constant is None
    return found if is_stated else {}


def _judge_title(title: str, findings: Findings) -> Cause | None:
    if any(one.field == "title" and one.reason == Cause.CUT.value for one in findings.bad):
        return Cause.TITLE_TOO_LONG
    return None if title else Cause.NO_TITLE


def _rejected(
    cause: Cause,
    key: str = "",
    title: str = "",
    findings: Findings | None = None,
    version: str = "",
) -> Mapped:
    found = findings or Findings()
    return Mapped(
        key, title, "", {}, unmapped=tuple(found.unmapped), bad=tuple(found.bad),
        rejection=cause.value, version=version,
    )  # fmt: skip
