"""What a mapping makes of a sample, counted: what goes in, what does not and why, what is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from ckanext.scigov.catalogue.domain import advice
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.mapping.applying import GRADE, MappingFile, ResourceRule
from ckanext.scigov.intake.domain.mapping.fields import Catalogue
from ckanext.scigov.intake.domain.mapping.mapped import Mapped
from ckanext.scigov.intake.domain.mapping.paths import Path
from ckanext.scigov.intake.domain.mapping.rules import ITSELF
from ckanext.scigov.intake.domain.personal import caution

EXAMPLES = 3
LEAST_SHARE = 10
"""A mapping by which fewer records than one in so many are entries of their own is of no use."""
_NO_GAPS = frozenset({"owner_org", "tag_string", "security_level"})
_WAYS = ("email", "phone", "url")


class Site(Protocol):
    """What only the site knows of entries."""

    def has_provider(self, name: str) -> bool: ...

    def judge(
        self, entry: Mapping[str, Any], provider: str
    ) -> tuple[Sequence[str], Sequence[str]] | None:
        """Return the gaps that an entry would list and the fields that are refused; None: unknown."""


@dataclass(slots=True)
class Tally:
    count: int = 0
    examples: list[str] = field(default_factory=list[str])

    def add(self, example: str) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES and example not in self.examples:
            self.examples.append(example)


@dataclass(slots=True)
class Report:
    records: int = 0
    entries: int = 0
    """Records that go in and are not duplicates of an earlier one."""
    rejections: dict[str, Tally] = field(default_factory=dict[str, Tally])
    """By cause; an example names the record by its number in the sample, from 1."""
    duplicates: Tally = field(default_factory=Tally)
    filled: dict[str, int] = field(default_factory=dict[str, int])
    """For each field that the mapping names, in how many entries it is filled."""
    unmapped: dict[tuple[str, str], Counter[str]] = field(
        default_factory=dict[tuple[str, str], Counter[str]]
    )
    """By our field and the source's: each value and how often it came."""
    bad: dict[tuple[str, str], Tally] = field(default_factory=dict[tuple[str, str], Tally])
    """By field and cause."""
    gaps: Counter[str] = field(default_factory=Counter[str])
    """What the page of the entry would list under 未说明."""
    unknown_providers: dict[str, Tally] = field(default_factory=dict[str, Tally])
    """Names under ``provider`` that no organisation has; of some no record may have come."""
    about_persons: int = 0
    asked: int = 0
    """Of those about persons: proposed at a stricter grade than the mapping's, and waiting."""
    personal: dict[str, Tally] = field(default_factory=dict[str, Tally])
    """By kind of personal data."""
    shown_addresses: Tally = field(default_factory=Tally)
    """Entries whose ``source_url`` is the address of a resource of theirs."""
    unclassified: int = 0
    providers: Counter[str] = field(default_factory=Counter[str])
    absent: list[str] = field(default_factory=list[str])
    """Fields of the source that the mapping names and no record has: most often a slip."""
    unused: list[str] = field(default_factory=list[str])
    """Fields of the source that the mapping does not name."""
    first: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def is_usable(self) -> bool:
        return self.entries > 0 and self.entries * LEAST_SHARE >= self.records


def check(
    file: MappingFile,
    records: Iterable[Any],
    catalogue: Catalogue,
    *,
    first: int = 3,
    site: Site | None = None,
) -> Report:
    """Apply a mapping to all records and count.

    Args:
        file: the mapping.
        records: already taken out of their envelope.
        catalogue: says which fields are required.
        first: so many entries are kept to be shown.
        site: knows providers and judges entries; without it gaps are those of the entry alone.
    """
    report = Report(filled=dict.fromkeys(_named(file), 0))
    required = _required(catalogue)
    seen: set[str] = set()
    present: set[str] = set()
    absent = {path.text: path for path in _paths(file) if not path.is_of_each}
    for number, record in enumerate(records, 1):
        report.records += 1
        present.update(_names(record))
        absent = {text: path for text, path in absent.items() if path.value(record) is None}
        mapped = file.apply_record(record)
        _count(report, number, mapped)
        if mapped.rejection:
            continue
        if mapped.key in seen:
            shown = mapped.key.replace("\x1f", " | ")
            report.duplicates.add(f"{number}: {texts.excerpt(shown)}")
            continue
        seen.add(mapped.key)
        example = f"{number}: {texts.excerpt(mapped.title)}"
        entry = _with_caution(report, mapped, example)
        _count_entry(report, mapped, entry, example, first)
        _count_provider(report, mapped.provider, example, site)
        judged = site.judge(entry, mapped.provider) if site is not None else None
        _count_judged(report, example, judged or (_gaps(entry, required), ()))
    report.absent = sorted(set(absent) - present)
    if site is not None:
        for name in _provider_names(file):
            if name not in report.providers and not site.has_provider(name):
                report.unknown_providers[name] = Tally()
    used = {path.steps[0] for path in _paths(file) if path.steps} | set(map(_text, _paths(file)))
    report.unused = sorted(present - used)
    return report


def _count(report: Report, number: int, mapped: Mapped) -> None:
    if mapped.rejection:
        shown = mapped.title or mapped.key
        tally = report.rejections.setdefault(mapped.rejection, Tally())
        tally.add(f"{number}: {texts.excerpt(shown)}" if shown else str(number))
    for lost in mapped.unmapped:
        report.unmapped.setdefault((lost.field, lost.source), Counter())[lost.value] += 1
    for bad in mapped.bad:
        report.bad.setdefault((bad.field, bad.reason), Tally()).add(f"{number}: {bad.value}")


def _count_entry(
    report: Report, mapped: Mapped, entry: dict[str, Any], example: str, first: int
) -> None:
    report.entries += 1
    report.providers[mapped.provider] += 1
    for name in report.filled:
        if _has(entry, name) or (name == "open_type" and mapped.grade[2] is not None):
            report.filled[name] += 1
    report.unclassified += "security_level" not in entry
    address = entry.get("source_url")
    if address and any(one.get("url") == address for one in entry["resources"]):
        report.shown_addresses.add(f"{example}: {address}")
    if len(report.first) < first:
        report.first.append(entry)


def _with_caution(report: Report, mapped: Mapped, example: str) -> dict[str, Any]:
    """Return the entry as the pipeline would store it, graded more strictly where it is about persons."""
    judged = caution(mapped.entry, mapped.grade)
    report.about_persons += bool(judged.findings)
    report.asked += judged.asks
    for one in judged.findings:
        tally = report.personal.setdefault(one.kind.value, Tally())
        tally.add(f"{example}（{texts.excerpt(one.item)}）")
    if judged.grade == mapped.grade:
        return mapped.entry
    return {**mapped.entry, **dict(zip(GRADE, judged.grade, strict=True))}


def _count_provider(report: Report, provider: str, example: str, site: Site | None) -> None:
    if site is not None and not site.has_provider(provider):
        report.unknown_providers.setdefault(provider, Tally()).add(example)


def _count_judged(
    report: Report, example: str, judged: tuple[Sequence[str], Sequence[str]]
) -> None:
    gaps, refused = judged
    report.gaps.update(gaps)
    for name in refused:
        report.bad.setdefault((name, Cause.INVALID.value), Tally()).add(example)


def _gaps(entry: Mapping[str, Any], required: list[str]) -> list[str]:
    """Return what the entry would list, as far as it does not depend on its provider."""
    found = [name for name in required if not _has(entry, name)]
    if not any(_has(entry, name) for name in ("data_kind", "data_subkind", "retention_until")):
        found += [] if _has(entry, "retention_period") else ["retention_period"]
    contacts = (one for one in entry.get("contact", ()) if one.get("name"))
    if not any(one.get(way) for one in contacts for way in _WAYS):
        found.append("contact")
    if advice.lacks_dictionary(entry["resources"]):
        found.append("data_items")
    return found if "security_level" in entry else [*found, "security_level"]


def _has(entry: Mapping[str, Any], name: str) -> bool:
    """Say whether a field is filled; ``contact.email`` and ``resources.format`` look inside."""
    if name == "tag_string":
        return "tags" in entry
    outer, _, inner = name.partition(".")
    value = entry.get(outer)
    if not inner or not isinstance(value, list):
        return value not in (None, "", [])
    return any(inner in part for part in cast("list[dict[str, Any]]", value))


def _required(catalogue: Catalogue) -> list[str]:
    names = [one.name for one in catalogue.fields.values() if one.is_required]
    return [*(name for name in names if name not in _NO_GAPS), "tag_string", "resources"]


def _named(file: MappingFile) -> list[str]:
    names = [one.field.name for one in file.fields]
    names += [
        f"{group.field.name}.{one.field.name}" for group in file.groups for one in group.rules
    ]
    for rule in file.resources:
        names += [f"resources.{one.field.name}" for one in rule.fields]
        names += ["resources.data_items"] if rule.items else []
    return list(dict.fromkeys(names))


def _provider_names(file: MappingFile) -> list[str]:
    """Return the organisations that the mapping itself names."""
    rule, names = file.provider.rule, [file.provider.otherwise]
    names += rule.constant or ()
    if rule.table is not None:
        values = (*rule.table.values.values(), rule.table.otherwise or ())
        names += [name for every in values for name in every if name != ITSELF]
    return list(dict.fromkeys(filter(None, names)))


def _paths(file: MappingFile) -> list[Path]:
    """Return where the mapping looks in a record; what it does in data items is their own."""
    rules = [one.rule for one in file.fields]
    for group in file.groups:
        rules += [one.rule for one in group.rules]
        rules += [group.each] if group.each else []
    rules.append(file.provider.rule)
    for resource in file.resources:
        rules += [one.rule for one in resource.fields]
        rules += [rule for rule in (resource.each, _each(resource.items)) if rule]
    found = [*file.identity, *((file.version,) if file.version else ())]
    for rule in rules:
        named = [part for part in rule.template if isinstance(part, Path)]
        found += [*rule.sources, *rule.joined]
        found += [path for path in named if path.text not in rule.own_names]
    return found


def _each(items: ResourceRule | None) -> Any:
    return items.each if items else None


def _text(path: Path) -> str:
    return path.text


def _names(record: Any) -> list[str]:
    return (
        [str(name) for name in cast("Mapping[Any, Any]", record)]
        if isinstance(record, Mapping)
        else []
    )
