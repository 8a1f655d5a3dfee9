"""Comparisons as actions answer them: whoever does not see a table learns nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model

from ckanext.scigov.dispute import list_queries, source_queries, viewing
from ckanext.scigov.dispute.comparing_sight import Tables
from ckanext.scigov.dispute.domain import compared, declaring
from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.dispute.model_sources import CauseTold, ComparisonDeclared, ComparisonRun
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Sight:
    """A comparison and what somebody is to it."""

    row: ComparisonDeclared
    tables: Tables
    sources: Mapping[str, Source]
    doer: Doer

    @property
    def rules(self) -> bool:
        """He is the data authority in whose scope all of its tables are."""
        resources = declaring.resources_of(self.row.declared)
        if not any(one in self.tables.places for one in resources):
            return bool(self.doer.user_id) and self.doer.user_id == self.row.set_by
        return self.tables.rules_all(resources)

    @property
    def handles(self) -> bool:
        """He handles disputes for the source of one of its items."""
        names = [one["name"] for one in self.row.declared["items"]]
        units = {self.sources[one].unit_id for one in names if one in self.sources}
        return any(map(self.tables.handles, units))

    def answers_for(self, unit_id: str) -> bool:
        return self.rules or self.tables.handles(unit_id)


def sights(rows: Sequence[ComparisonDeclared], doer: Doer) -> list[Sight]:
    """Return those of some comparisons that somebody sees; few statements for any number of them."""
    resources = {id_ for row in rows for id_ in declaring.resources_of(row.declared)}
    sources = source_queries.register(model.Session)
    units = {one.unit_id for one in sources.values()}
    tables = Tables(model.Session, doer.principal, resources, units)
    found = [Sight(row, tables, sources, doer) for row in rows]
    return [one for one in found if one.rules or one.handles]


def sight(id_: str, doer: Doer) -> Sight:
    """Return a comparison to somebody who sees it. Raises ``NotVisible``."""
    row = model.Session.get(ComparisonDeclared, id_) if doer.user_id else None
    found = sights([row], doer) if row is not None else []
    if not found:
        raise NotVisible
    return found[0]


def in_short(seen: Sequence[Sight]) -> list[dict[str, Any]]:
    """Return comparisons with the counts of their last runs."""
    runs = source_queries.last_runs(model.Session, [one.row.id for one in seen])
    return [_head(one, runs.get(one.row.id)) for one in seen]


def whole(seen: Sight) -> dict[str, Any]:
    """Return a comparison with its declaration, and what its last run has found."""
    session, row = model.Session, seen.row
    run = source_queries.last_runs(session, [row.id]).get(row.id)
    told = [one for one in run.causes if seen.answers_for(one["unit_id"])] if run else []
    known = source_queries.causes(session, [one["signature"] for one in told])
    disputes = _disputes(known, seen.doer)
    examples = source_queries.examples(session, row.id) if told else {}
    units = list_queries.titles_of_organizations(session, {one["unit_id"] for one in told})
    return {
        **_head(seen, run),
        "tables": [_table(seen, one) for one in row.declared["tables"]],
        "keys": [_match(seen, one) for one in row.declared["keys"]],
        "items": [_match(seen, one) for one in row.declared["items"]],
        "refusals": [
            {"reason": one["reason"], "field": one["field"]}
            for one in (run.refusals if run and seen.rules else ())
        ],
        "causes": [
            {
                **_cause(seen, one),
                "unit_title": units.get(one["unit_id"], ""),
                "dispute": disputes.get(one["signature"]),
                "examples": list(examples[one["signature"]].examples)
                if one["signature"] in examples and _reads(seen, one)
                else [],
            }
            for one in told
        ],
    }


def _head(seen: Sight, run: ComparisonRun | None) -> dict[str, Any]:
    row = seen.row
    causes = [one for one in run.causes if seen.answers_for(one["unit_id"])] if run else []
    return {
        "id": row.id,
        "name": row.name,
        "set_at": moment(row.set_at),
        "ended_at": moment(row.ended_at),
        "run_at": moment(run.at) if run else None,
        "is_refused": bool(run and run.refusals),
        "is_broken": any(one["kind"] == compared.Kind.BROKEN.value for one in causes),
        "cause_count": len(causes),
        "finding_count": sum(one["findings"] for one in causes),
        "may_end": row.ended_at is None and seen.rules,
        "may_run": row.ended_at is None,
    }


def _table(seen: Sight, table: Mapping[str, Any]) -> dict[str, Any]:
    id_ = table["resource"]
    if not seen.tables.sees(id_):
        return {"resource_id": None, "dataset_id": None, "dataset_title": ""}
    place = seen.tables.places[id_]
    return {
        "resource_id": id_,
        "dataset_id": place.dataset_id,
        "dataset_title": place.dataset_title,
        "is_complete": table["is_complete"],
    }


def _match(seen: Sight, match: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part of the key or an item with the columns that its reader is told of."""
    columns = {
        id_: column for id_, column in match["columns"].items() if seen.tables.told(id_, column)
    }
    if not columns:
        return {"name": "", "columns": {}}
    rule = {name: match[name] for name in ("norm", "tolerance", "precision")}
    return {"name": match["name"], "columns": columns, **rule}


def _cause(seen: Sight, cause: Mapping[str, Any]) -> dict[str, Any]:
    sees = seen.tables.sees
    return {
        "kind": cause["kind"],
        "detail": cause["detail"],
        "item": cause["item"] if _is_told(seen, cause["item"]) else "",
        "here": cause["here"] if sees(cause["here"]) else None,
        "there": cause["there"] if sees(cause["there"]) else None,
        "findings": cause["findings"],
        "rows": cause["rows"],
        "unit_id": cause["unit_id"],
    }


def _is_told(seen: Sight, item: str) -> bool:
    return any(
        seen.tables.told(id_, column)
        for one in seen.row.declared["items"]
        if one["name"] == item
        for id_, column in one["columns"].items()
    )


def _reads(seen: Sight, cause: Mapping[str, Any]) -> bool:
    """Say whether somebody may read all that examples of a cause hold: keys, and values of the item.

    A key that both tables have is written as one of them writes it: so he must read the keys of all.
    """
    declared = seen.row.declared
    columns = [pair for key in declared["keys"] for pair in key["columns"].items()]
    columns += [
        pair
        for one in declared["items"]
        if one["name"] == cause["item"]
        for pair in one["columns"].items()
    ]
    return all(seen.tables.reads(id_, column) for id_, column in columns)


def _disputes(known: Mapping[str, CauseTold], doer: Doer) -> dict[str, dict[str, Any]]:
    """Return the disputes about causes that somebody sees, by signature."""
    session = model.Session
    disputes = source_queries.disputes(session, {one.dispute_id for one in known.values()})
    views = viewing.viewed(session, disputes, doer)
    return {
        one.dispute.cause: {
            "id": one.dispute.id, "number": one.dispute.number, "state": one.dispute.state,
        }
        for one in views
    }  # fmt: skip
