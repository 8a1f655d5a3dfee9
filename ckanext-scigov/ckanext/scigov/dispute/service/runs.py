"""A comparison is run: what it finds is kept, told, and made known of the items."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.dispute import comparison, source_queries
from ckanext.scigov.dispute.comparison import Report
from ckanext.scigov.dispute.domain import compared, comparing, declaring
from ckanext.scigov.dispute.domain.compared import Cause, Kind
from ckanext.scigov.dispute.domain.comparing import Comparison
from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.dispute.model_sources import ComparisonDeclared, ComparisonRun, Finding
from ckanext.scigov.dispute.service import causes, verifying
from ckanext.scigov.dispute.service.acts import Doer, system
from ckanext.scigov.dispute.service.causes import Context
from ckanext.scigov.dispute.service.registering import RegisterReason
from ckanext.scigov.dispute.source_queries import Place
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.newest import newest_numbers


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has come to."""

    run: ComparisonRun
    opened: Sequence[str]
    """Ids of the disputes that it has opened."""


def run(session: Session, row: ComparisonDeclared, doer: Doer) -> Done:
    """Compare the tables as they are now, whoever may read what of them; the caller has asked.

    What does not fit the tables any more is kept with the run, and leaves its items unverified.
    """
    sources = source_queries.register(session)
    places = source_queries.places(session, declaring.resources_of(row.declared))
    declared = declaration(row, places)
    versions = newest_numbers(session, places)
    try:
        report, refusals = comparison.run(declared, sources, doer.rules.thresholds), ()
    except Refused as refused:
        report, refusals = Report((), {}), refused.refusals
    source_queries.lock(session, source_queries.RUNS)
    session.refresh(row)
    if row.ended_at is not None:
        raise Refused(Refusal(RegisterReason.HAS_ENDED))
    pairs = comparing.pairings(declared, sources) if not refusals else ()
    run_ = ComparisonRun(
        comparison_id=row.id,
        at=doer.now,
        run_by=doer.user_id,
        mark="",
        causes=[_counted(one) for one in report.causes],
        checks=_checks(report, pairs),
        refusals=[_said(one) for one in refusals],
    )
    session.add(run_)
    context = Context(places, {one.name: one.columns for one in declared.items})
    opened = _tell(session, row.id, report, context, doer) if not refusals else []
    run_.mark = mark(session, row, sources, versions)
    verifying.renew(session)
    doer.by.record(
        session, "dispute.compare", "comparison", row.id, causes=len(run_.causes),
        findings=sum(one["findings"] for one in run_.causes), disputes=len(opened),
        is_refused=bool(refusals),
    )  # fmt: skip
    return Done(run_, opened)


def has_changed(session: Session, row: ComparisonDeclared) -> bool:
    """Say whether another run may find something else: tables, sources or disputes are others."""
    last = source_queries.last_runs(session, [row.id]).get(row.id)
    if last is None or not last.mark:
        return True
    versions = newest_numbers(session, declaring.resources_of(row.declared))
    return mark(session, row, source_queries.register(session), versions) != last.mark


def mark(
    session: Session,
    row: ComparisonDeclared,
    sources: Mapping[str, Source],
    versions: Mapping[str, int],
) -> str:
    """Return a hash of all that a run depends on; empty where that cannot be known."""
    resources = declaring.resources_of(row.declared)
    if not set(resources) <= set(versions):
        return ""
    last = source_queries.last_runs(session, [row.id]).get(row.id)
    told = source_queries.causes(session, [one["signature"] for one in last.causes] if last else ())
    going_on = source_queries.open_disputes(session, {one.dispute_id for one in told.values()})
    names = [one["name"] for one in row.declared["items"]]
    parts = [
        sorted((one, versions[one]) for one in resources),
        [(one, sources[one].unit_id, sources[one].resource_id) for one in names if one in sources],
        sorted((one.signature, one.dispute_id in going_on) for one in told.values()),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def declaration(row: ComparisonDeclared, places: Mapping[str, Place]) -> Comparison:
    """Return a comparison as it was declared, with the units that keep its tables now."""
    units = {id_: one.provider_id for id_, one in places.items()}
    read = declaring.read(row.declared, units)
    if isinstance(read, Refusal):
        raise Refused(read)
    return read


def _tell(
    session: Session, comparison_id: str, report: Report, context: Context, doer: Doer
) -> list[str]:
    office = system(doer.now, doer.rules)
    gone = _gone(session, comparison_id, report)
    _keep_examples(session, comparison_id, report, gone)
    causes.forget(session, gone - _found(session, gone), office)
    return causes.tell(session, report.causes, context, office)


def _gone(session: Session, comparison_id: str, report: Report) -> set[str]:
    """Return what was found before and is not any more; where a join is broken, nobody knows."""
    broken = [frozenset((one.here, one.there)) for one in report.causes if one.kind is Kind.BROKEN]
    gone = set(source_queries.examples(session, comparison_id))
    gone -= {one.signature for one in report.causes}
    return {one for one in gone if not any(compared.tables_of(one) <= tables for tables in broken)}


def _found(session: Session, signatures: set[str]) -> set[str]:
    """Return those causes that another comparison finds: the fault of one table is told once."""
    query = sa.select(Finding.signature).where(Finding.signature.in_(sorted(signatures)))
    return set(session.scalars(query))


def _counted(cause: Cause) -> dict[str, Any]:
    return {
        "signature": cause.signature, "kind": cause.kind.value, "detail": cause.detail,
        "unit_id": cause.unit_id, "here": cause.here, "there": cause.there, "item": cause.item,
        "findings": cause.findings, "rows": cause.rows,
    }  # fmt: skip


def _checks(report: Report, pairs: Sequence[comparing.Pairing]) -> list[dict[str, Any]]:
    """Return what is said of each item and other table, in the order in which they were compared."""
    left = {item: list(all_) for item, all_ in report.checks.items()}
    return [
        {
            "item": item.name, "here": pair.here.resource_id, "there": pair.there.resource_id,
            "cells": check.cells, "differing": check.differing, "causes": dict(check.causes),
        }
        for pair in pairs
        for item in pair.items
        for check in (left[item.name].pop(0),)
    ]  # fmt: skip


def _said(refusal: Refusal) -> dict[str, Any]:
    reason = getattr(refusal.reason, "value", "")
    return {"reason": reason, "field": refusal.field, "values": dict(refusal.values or {})}


def _keep_examples(
    session: Session, comparison_id: str, report: Report, gone: Collection[str]
) -> None:
    """Keep what this run has seen in place of what the last one saw: nobody needs old values."""
    renewed = {one.signature for one in report.causes} | set(gone)
    session.execute(
        sa.delete(Finding).where(
            Finding.comparison_id == comparison_id, Finding.signature.in_(sorted(renewed))
        )
    )
    session.add_all(
        Finding(
            comparison_id=comparison_id,
            signature=cause.signature,
            examples=[
                {
                    "key": list(one.key), "here": one.here, "there": one.there,
                    "here_row": one.here_row, "there_row": one.there_row,
                }
                for one in cause.examples
            ],
        )
        for cause in report.causes
    )  # fmt: skip
    session.flush()
