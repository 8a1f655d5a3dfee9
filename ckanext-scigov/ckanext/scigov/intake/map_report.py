"""The report of ``ckan scigov harvest map check``: for people in their language, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_grades
from ckanext.scigov.intake import sentences
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping.checking import Report, Tally

_ = tk._

MOST_VALUES = 50
"""Values that could not be mapped, shown of each field."""


def lines(report: Report) -> Iterator[str]:
    """Yield the report line by line."""
    yield _("{records} records, {entries} of them entries.").format(
        records=report.records, entries=report.entries
    )
    yield from _rejections(report)
    yield from _providers(report)
    yield from _filled(report)
    yield from _lost(report)
    yield from _persons(report)
    yield from _addresses(report)
    yield from _gaps(report)
    yield from _names(report)
    for number, entry in enumerate(report.first, 1):
        yield ""
        yield _("Entry {number} as it would be:").format(number=number)
        yield json.dumps(entry, ensure_ascii=False, indent=2)
    yield ""
    yield _verdict(report)


def _rejections(report: Report) -> Iterator[str]:
    if report.rejections:
        yield ""
        yield _("Rejected:")
    for cause, tally in sorted(report.rejections.items(), key=lambda one: -one[1].count):
        yield from _counted(cause, cause, tally)
    if report.duplicates.count:
        yield ""
        yield _("Of one identity with an earlier record:")
        cause = Cause.DUPLICATE_IDENTITY.value
        yield from _counted(cause, cause, report.duplicates)


def _counted(name: str, cause: str, tally: Tally) -> Iterator[str]:
    yield f"  {tally.count:>6}  {name}: {sentences.cause(cause)}"
    yield from _examples(tally)


def _examples(tally: Tally) -> Iterator[str]:
    for example in tally.examples:
        yield "          " + _("record {example}").format(example=example)


def _providers(report: Report) -> Iterator[str]:
    if report.unknown_providers:
        yield ""
        yield _(
            "There is no organisation of this name here, and a run rejects its records. Create it, or "
            "name another one under “provider”:"
        )
    for name, tally in report.unknown_providers.items():
        yield f"  {tally.count:>6}  {name}"
        yield from _examples(tally)


def _persons(report: Report) -> Iterator[str]:
    if not report.personal:
        return
    yield ""
    said = _(
        "{entries} entries seem to contain personal data. A run proposes {asked} of them at level 3 or "
        "above, and they wait for an approver:"
    )
    yield said.format(entries=report.about_persons, asked=report.asked)
    for kind, tally in sorted(report.personal.items(), key=lambda one: -one[1].count):
        yield f"  {tally.count:>6}  {sentences_grades.word('kind', kind)}"
        yield from _examples(tally)


def _addresses(report: Report) -> Iterator[str]:
    tally = report.shown_addresses
    if not tally.count:
        return
    yield ""
    said = _(
        "In {number} entries “source_url” is the address of a resource. Everybody sees it, whatever the "
        "grade of the resource: leave it out unless it is a page that anybody may open."
    )
    yield said.format(number=tally.count)
    yield from _examples(tally)


def _filled(report: Report) -> Iterator[str]:
    yield ""
    yield _("Filled fields:")
    for name, count in report.filled.items():
        share = 100 * count // report.entries if report.entries else 0
        yield f"  {count:>6}  {share:>3} %  {name}"


def _lost(report: Report) -> Iterator[str]:
    if report.unmapped:
        yield ""
        yield _("Values that stand in no value table, and how often:")
    for (name, source), values in report.unmapped.items():
        yield f"  {name} ← {source}"
        for value, count in values.most_common(MOST_VALUES):
            yield f"  {count:>6}  {value}"
        if len(values) > MOST_VALUES:
            rest = len(values) - MOST_VALUES
            yield "          " + _("and {number} other values").format(number=rest)
    if report.bad:
        yield ""
        yield _("Values that do not fit:")
    for (name, cause), tally in report.bad.items():
        yield from _counted(f"{name} {cause}", cause, tally)


def _gaps(report: Report) -> Iterator[str]:
    if report.gaps:
        yield ""
        yield _("Gaps that the entries would list:")
    for name, count in report.gaps.most_common():
        yield f"  {count:>6}  {tk.h.scigov_catalogue_field_label(name)} ({name})"


def _names(report: Report) -> Iterator[str]:
    if report.absent:
        yield ""
        yield _(
            "The mapping names these fields, and no record has them. Check how they are spelled:"
        )
        yield "  " + ", ".join(report.absent)
    if report.unused:
        yield ""
        yield _("The records have these fields, and the mapping does not use them:")
        yield "  " + ", ".join(report.unused)


def _verdict(report: Report) -> str:
    if report.is_usable:
        return _("The mapping can be used.")
    return _(
        "The mapping cannot be used: fewer than one record in ten is an entry of its own. Correct "
        "what is said above."
    )


def as_json(report: Report) -> dict[str, Any]:
    """Return the report in words for programs."""
    return {
        "records": report.records,
        "entries": report.entries,
        "is_usable": report.is_usable,
        "rejections": {cause: _tally(tally) for cause, tally in report.rejections.items()},
        "duplicates": _tally(report.duplicates),
        "filled": report.filled,
        "unmapped": [
            {"field": name, "source": source, "values": dict(values.most_common())}
            for (name, source), values in report.unmapped.items()
        ],
        "bad": [
            {"field": name, "cause": cause, **_tally(tally)}
            for (name, cause), tally in report.bad.items()
        ],
        "unknown_providers": {
            name: _tally(tally) for name, tally in report.unknown_providers.items()
        },
        "about_persons": report.about_persons,
        "asked": report.asked,
        "personal": {kind: _tally(tally) for kind, tally in report.personal.items()},
        "shown_addresses": _tally(report.shown_addresses),
        "gaps": dict(report.gaps.most_common()),
        "unclassified": report.unclassified,
        "providers": dict(report.providers.most_common()),
        "absent": report.absent,
        "unused": report.unused,
        "first": report.first,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {"count": tally.count, "examples": tally.examples}
