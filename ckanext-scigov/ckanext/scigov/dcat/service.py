"""The only writer of fragments and of what is found about them: makes what is missing or old, empties what is gone.

Both follow from what everybody may see. They can be made anew at any time, so nothing of this is audited.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from ckanext.scigov.dcat import queries
from ckanext.scigov.dcat.domain import dataset as description
from ckanext.scigov.dcat.domain.checking import Severity
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.portal import Portal
from ckanext.scigov.dcat.domain.verdicts import Verdict
from ckanext.scigov.dcat.domain.writing import FORMS, Writer
from ckanext.scigov.dcat.model import Check, FindingOf, Fragment
from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.shared.session import Session

LEVEL = 6


@dataclass(frozen=True, slots=True)
class Press:
    """What descriptions are made with."""

    portal: Portal
    concepts: Concepts
    writers: Mapping[str, Writer]
    made_for: str


@dataclass(frozen=True, slots=True)
class Made:
    """A dataset in the forms that were asked for, as a row of the table."""

    id: str
    texts: Mapping[str, str]
    terms: tuple[str, ...]
    provider: str


def make(entries: Iterable[Mapping[str, Any]], press: Press) -> list[Made]:
    made: list[Made] = []
    for entry in entries:
        said = description.describe(entry, press.portal, press.concepts)
        texts = {name: writer.part(said.triples) for name, writer in press.writers.items()}
        made.append(Made(str(entry["id"]), texts, tuple(sorted(said.terms)), said.provider))
    return made


def store(
    session: Session,
    made: Iterable[Made],
    stamps: Mapping[str, str],
    press: Press,
    now: dt.datetime,
) -> None:
    """Keep how datasets read, in N-Triples and whatever other forms they were made in.

    The stamps were read before the entries: what is newer than its stamp is made again.
    """
    made = [one for one in made if one.id in stamps]
    if not made:
        return
    packed = {one.id: gzip.compress(one.texts["nt"].encode(), LEVEL, mtime=0) for one in made}
    rows: list[dict[str, Any]] = [
        {
            "dataset_id": one.id, "stamp": stamps[one.id], "made_for": press.made_for,
            "provider_id": one.provider, "terms": list(one.terms),
            **{form: one.texts.get(form) for form in FORMS}, "nt": packed[one.id],
            "changed_at": now, "gone_at": None,
        }
        for one in sorted(made, key=lambda one: one.id)
    ]  # fmt: skip
    known = queries.known(session, [row["dataset_id"] for row in rows])
    new = [row for row in rows if row["dataset_id"] not in known]
    try:
        with session.begin_nested():
            copy(session.connection(), Fragment.__table__, new)
    except IntegrityError:
        # Somebody else has written some of them meanwhile.
        known = {row["dataset_id"] for row in rows}
    again = [row for row in rows if row["dataset_id"] in known]
    if again:
        _replace(session, again, press)


def _replace(session: Session, rows: list[dict[str, Any]], press: Press) -> None:
    writing = insert(Fragment.__table__)
    new: dict[str, Any] = {
        column: writing.excluded[column] for column in rows[0] if column != "dataset_id"
    }
    is_same = sa.and_(
        Fragment.stamp == writing.excluded.stamp, Fragment.made_for == writing.excluded.made_for
    )
    for form in FORMS.keys() - press.writers.keys():
        new[form] = sa.case((is_same, getattr(Fragment, form)), else_=None)
    # One that reads as before has not changed, whatever wrote its document anew.
    reads_as_before = Fragment.nt == writing.excluded.nt
    new["changed_at"] = sa.case(
        (reads_as_before, Fragment.changed_at), else_=writing.excluded.changed_at
    )
    session.execute(writing.on_conflict_do_update(index_elements=["dataset_id"], set_=new), rows)


def note_gone(session: Session, labels: Collection[str], now: dt.datetime) -> int:
    """Empty the fragments of datasets that nobody without an account sees any more; return how many."""
    ids = queries.gone(session, labels)
    if ids:
        session.execute(
            sa.update(Fragment)
            .where(Fragment.dataset_id.in_(ids))
            .values(
                gone_at=now, stamp="", made_for="", provider_id="", terms=[],
                ttl=None, rdf=None, jsonld=None, nt=None,
            )
        )  # fmt: skip
        for table in (FindingOf, Check):
            session.execute(sa.delete(table).where(table.dataset_id.in_(ids)))
    return len(ids)


def store_verdicts(
    session: Session,
    verdicts: Sequence[Verdict],
    read_at: Mapping[str, dt.datetime],
    judged_by: str,
    now: dt.datetime,
) -> None:
    """Keep what was found about datasets in the place of what was known."""
    ids = [one.dataset_id for one in verdicts]
    rows = [
        {
            "dataset_id": one.dataset_id, "read_at": read_at[one.dataset_id], "judged_by": judged_by,
            "checked_at": now, "errors": one.count(Severity.ERROR), "warnings": one.count(Severity.WARNING),
            "met": sorted(one.score.met), "has_distribution": one.score.has_distribution,
        }
        for one in verdicts
    ]  # fmt: skip
    writing = insert(Check).values(rows)
    new = {column: writing.excluded[column] for column in rows[0] if column != "dataset_id"}
    session.execute(writing.on_conflict_do_update(index_elements=["dataset_id"], set_=new))
    session.execute(sa.delete(FindingOf).where(FindingOf.dataset_id.in_(ids)))
    found = [row for one in verdicts for row in _findings(one)]
    if found:
        session.execute(insert(FindingOf).values(found))


def _findings(verdict: Verdict) -> list[dict[str, Any]]:
    """Return a row for each rule: a dataset with a thousand files may lack the same in all of them."""
    return [
        {
            "dataset_id": verdict.dataset_id, "position": position, "severity": severity, "path": path,
            "zh": zh, "en": en, "times": times,
        }
        for position, ((severity, path, zh, en), times) in enumerate(
            Counter(one.rule for one in verdict.findings).items()
        )
    ]  # fmt: skip
