"""What the pages about sources show beside what actions answer: filters, choices, rows to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.service.grade_targets import FIELDS
from ckanext.scigov.intake import (
    field_words,
    mapping_files,
    mapping_texts,
    source_words,
    value_tables,
)
from ckanext.scigov.intake.domain import parties
from ckanext.scigov.intake.value_tables import Readable
from ckanext.scigov.shared import toolkit_filters as filters
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.toolkit_filters import FilterGroup

Args = Mapping[str, str]
Shown = Mapping[str, Any]
INDEX = "scigov_sources.index"
OF_RECORDS = ("q", "fate", "reason", "run")
"""What an address narrows the records of a source to."""
OF_PROBLEMS = ("severity", "cause", "field", "value", "detail", "key", "title")
AT_ONCE = 1000
HIDDEN = frozenset(
    {"title", "catalogue_profile", "source_portal", "source_id", "source_values", "resources"}
)
"""Of an entry, what a preview says elsewhere or not at all."""


@dataclass(frozen=True, slots=True)
class ListPage:
    page: Any
    groups: tuple[FilterGroup, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the list is narrowed to, for forms on it."""

    @property
    def q(self) -> str:
        return self.kept.get("q", "")


def makes() -> bool:
    return parties.makes_sources(principal_from(asked.context()))


def sources(context: Any, args: Args) -> ListPage:
    """Return one page of the sources that the reader looks after or over."""
    kept = kept_in(args, ("q", "state", "running"))
    wish = {**kept, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_source_list")(context, wish)
    states = found["states"]
    values = [
        (code, source_words.word("source", code), states.get(code, 0))
        for code in source_words.SOURCES
        if states.get(code) or kept.get("state") == code
    ]
    running = [("true", tk._("With a run that has not ended"), states["running"])]
    groups = (
        filters.group("state", tk._("State"), values, kept, INDEX),
        filters.group("running", tk._("Runs"), running, kept, INDEX),
    )
    return ListPage(asked.page_of(found["results"], found["count"]), groups, kept)


def reports(context: Any) -> ListPage:
    """Return one page of the sources whose entries the reader sees."""
    wish = {"limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_report_list")(context, wish)
    return ListPage(asked.page_of(found["results"], found["count"]))


def kept_in(args: Args, names: Sequence[str]) -> dict[str, str]:
    """Return what an address narrows a list to; what means nothing is left out."""
    kept = {name: value for name in names if (value := args.get(name, "").strip())}
    known = {
        "state": source_words.SOURCES,
        "fate": source_words.FATES,
        "severity": source_words.SEVERITIES,
        "running": {"true": None},
    }
    return {name: value for name, value in kept.items() if value in known.get(name, {value})}


def records(context: Any, source_id: str, args: Args) -> ListPage:
    """Return one page of what became of the records of a source."""
    kept = kept_in(args, OF_RECORDS)
    wish = {"id": source_id, **kept, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_record_list")(context, wish)
    endpoint = "scigov_sources.records"
    inside = {"id": source_id, **kept}
    fates = [
        (code, source_words.word("fate", code), found["fates"].get(code, 0))
        for code in source_words.FATES
        if found["fates"].get(code) or kept.get("fate") == code
    ]
    reasons = [
        (one["reason"], source_words.short(one["reason"]), one["count"]) for one in found["reasons"]
    ]
    groups = (
        filters.group("fate", tk._("What became of it"), fates, inside, endpoint),
        filters.group("reason", tk._("Why not"), reasons, inside, endpoint),
    )
    return ListPage(asked.page_of(found["results"], found["count"]), groups, kept)


def like_in(args: Args) -> dict[str, str]:
    """Return what an address narrows problems to; the empty field is a field, too."""
    given = {name: args.get(name) for name in ("severity", "cause", "field")}
    kept = {name: value for name, value in given.items() if value is not None}
    if kept.get("severity") not in source_words.SEVERITIES:
        kept.pop("severity", None)
    return kept


def by_severity(causes: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Return errors and warnings apart."""
    return [
        (code, [one for one in causes if one["severity"] == code])
        for code in source_words.SEVERITIES
    ]


def problem_lines(action: str, wish: Args) -> Iterator[list[str]]:
    """Yield the lines of a table of all problems that an action lists."""
    yield [
        tk._("Error or warning"), tk._("Code of the cause"), tk._("What it means"), tk._("Field"),
        tk._("Value"), tk._("Details"), tk._("Identity of the record"), tk._("Title of the record"),
    ]  # fmt: skip
    for one in each(action, wish):
        severity, cause, *rest = (str(one[name]) for name in OF_PROBLEMS)
        said = source_words.word("severity", severity), cause, source_words.word("cause", cause)
        yield [*said, *rest]


def each(action: str, wish: Args) -> Iterator[Shown]:
    """Yield all lines of a list that an action gives in pieces."""
    offset = 0
    while True:
        piece = {**wish, "limit": AT_ONCE, "offset": offset}
        found = tk.get_action(action)(asked.context(), piece)["results"]
        yield from found
        if len(found) < AT_ONCE:
            return
        offset += AT_ONCE


def providers(context: Any) -> list[tuple[str, str]]:
    """Return the organizations for which the reader can make a source: name and title."""
    asked_for = {"permission": "update_dataset"}
    found = tk.get_action("organization_list_for_user")(context, asked_for)
    return sorted(((one["name"], one["title"] or one["name"]) for one in found), key=_second)


def operated(context: Any) -> list[tuple[str, str]]:
    """Return the sources that the reader operates: id and title."""
    mine = parties.CAPACITIES
    principal = principal_from(context)
    own = {provider for provider, how in principal.capacities if how in mine}
    return [
        (one["id"], one["title"])
        for one in each("scigov_intake_source_list", {})
        if principal.is_sysadmin or one["organization_id"] in own
    ]


def shipped() -> list[tuple[str, str]]:
    """Return the mapping files that come with the portal: name and title."""
    found = []
    for name in mapping_files.shipped():
        text = mapping_texts.shipped(name)
        file = mapping_texts.of_source(text) if text else None
        title = tk.h.scigov_catalogue_text(dict(file.title)) if file and file.title else ""
        found.append((name, f"{title} ({name})" if title else name))
    return found


def previewed(found: Shown) -> Shown:
    """Return a preview with the fields of each record as pairs of a name and a text."""
    rows = [
        {
            **one,
            "fields": list(_fields(_beside_grade(one))),
            "errors": [
                f"{field_words.label(name)}{tk._(': ')}{' '.join(texts)}"
                for name, texts in one["errors"].items()
            ],
        }
        for one in found["records"]
    ]
    return {**found, "records": rows}


def _beside_grade(one: Shown) -> Shown:
    """Return the entry of a record without its grade, where that stands above it whole."""
    is_whole = all(one["grading"]["grade"])
    return {n: v for n, v in one["entry"].items() if not (is_whole and n in FIELDS)}


def _fields(entry: Shown) -> Iterator[tuple[str, str]]:
    """Yield what the form of an entry would show, in words."""
    for name, value in entry.items():
        if name == "tags":
            yield "tag_string", tk._(", ").join(one["name"] for one in value)
        elif name not in HIDDEN and (text := _text(name, value)):
            yield name, text


def _text(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return tk._(", ").join(str(one) for one in value.values() if one)
    if isinstance(value, list):
        return tk._("; ").join(text for one in value if (text := _text(name, one)))
    if isinstance(value, bool):
        return tk._("Yes") if value else tk._("No")
    return str(tk.h.scigov_catalogue_label(name, str(value))) if value else ""


def readable(mapping: str) -> Readable | None:
    """Return a stored mapping in a form to be read; None where this version cannot read it."""
    file = mapping_texts.of_source(mapping)
    return None if file is None else value_tables.readable(file)


def _second(pair: tuple[str, str]) -> str:
    return pair[1]
