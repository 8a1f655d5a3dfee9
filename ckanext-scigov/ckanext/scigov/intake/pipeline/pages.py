"""One page of a source: compared with what is known, judged, written, with one commit.

A record that fails does not fail its page: the page is begun again without it. A page is taken whole or not
at all, so a run that was broken off goes on at the page that was not.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.service import new_entries
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.intake import queries
from ckanext.scigov.intake.contract import Connector, Item, Page, Raw
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.comparing import Change, Compared, compare
from ckanext.scigov.intake.domain.mapping import Mapped, MappingFile
from ckanext.scigov.intake.domain.states import Fate, RunKind, Severity
from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.intake.pipeline import updating, vanishing, writing
from ckanext.scigov.intake.pipeline.hashing import Hasher
from ckanext.scigov.intake.pipeline.judging import Judge
from ckanext.scigov.intake.pipeline.naming import Names
from ckanext.scigov.intake.pipeline.organizations import Providers
from ckanext.scigov.intake.pipeline.reporting import Problems, causes_of
from ckanext.scigov.intake.queries import Remembered
from ckanext.scigov.intake.service import originals, records
from ckanext.scigov.search.many import Indexer
from ckanext.scigov.shared.session import Session

log = logging.getLogger(__name__)

APPROVED = "approved_with_its_source"
"""Reason of a grade that is in force because its source was approved."""


@dataclass(slots=True)
class One:
    """A record on its way through a page."""

    raw: Raw
    mapped: Mapped
    key: str
    hash: str
    compared: Compared
    remembered: Remembered | None
    fate: Fate = Fate.IN
    reason: str = ""
    dataset_id: str = ""
    name: str = ""
    validated: Mapping[str, Any] = field(default_factory=dict[str, Any])


class RecordFailed(Exception):
    """The database has refused a record in the middle of its page."""

    def __init__(self, position: int, cause: Cause, detail: str) -> None:
        super().__init__(detail)
        self.position = position
        self.cause = cause
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run works with, made once."""

    session: Session
    source: Source
    mapping: MappingFile
    connector: Connector
    clock: Callable[[], dt.datetime]
    act: Callable[[], Act]


class Taker:
    def __init__(self, bench: Bench, run_id: str, job_id: str, kind: RunKind) -> None:
        self._bench = bench
        self._session = bench.session
        self._source_id, self._run_id, self._job_id = bench.source.id, run_id, job_id
        self._is_forced = kind is RunKind.FORCED
        self._hasher = Hasher(bench.source.mapping_hash)
        self._judge = Judge()
        self._indexer = Indexer()
        self._providers = Providers(bench.session)
        self._writes_many = writing.site_allows()

    def take(self, page: Page, run: Run) -> None:
        """Take a page with all that its run remembers of it; commits."""
        failed: dict[int, RecordFailed] = {}
        whole = self._read(page.items)
        is_single = False
        while True:
            try:
                counts = self._attempt(page, whole, failed, is_single=is_single)
                self._remember(run, page, counts)
                self._session.commit()
            except RecordFailed as error:
                self._session.rollback()
                failed[error.position] = error
            except DBAPIError as error:
                self._session.rollback()
                if error.connection_invalidated or is_single:
                    raise
                log.warning("A page is written record by record: %r", error.orig)
                is_single = True
            else:
                self._indexer.after_commit()
                return

    def _remember(self, run: Run, page: Page, counts: Mapping[str, int]) -> None:
        total = {name: run.counts.get(name, 0) + n for name, n in counts.items()}
        run.counts = {**run.counts, **total}
        run.checkpoint = dict(page.following) if page.following is not None else None
        run.is_read = page.following is None
        run.total = page.total if page.total is not None else run.total
        run.heard_at = self._bench.clock()

    # What is to be read of the source, before the database is asked to wait for it.

    def _read(self, items: Sequence[Item]) -> list[tuple[Raw, str]]:
        """Return each record whole, and what its source says of its state."""
        parts = [item for item in items if not item.is_whole]
        known = self._versions(parts) if parts else {}
        found = []
        for item in items:
            version = item.version
            if not item.is_whole and not (version and known.get(id(item)) == version):
                raw = self._whole(item)
            else:
                raw = item.raw
            found.append((raw, version))
        return found

    def _whole(self, item: Item) -> Raw:
        try:
            return self._bench.connector.read(item)
        except KeyError:
            # It was listed and is gone: what the list says of it is what there is.
            return item.raw

    def _versions(self, items: Sequence[Item]) -> dict[int, str]:
        keys = {id(item): self._bench.mapping.apply(item.raw).key for item in items}
        known = queries.remembered(self._session, self._source_id, set(keys.values()))
        self._session.rollback()
        return {
            place: known[key].version
            for place, key in keys.items()
            if key in known and known[key].known.fate is Fate.IN
        }

    # One attempt at a page.

    def _attempt(
        self,
        page: Page,
        whole: Sequence[tuple[Raw, str]],
        failed: Mapping[int, RecordFailed],
        *,
        is_single: bool,
    ) -> dict[str, int]:
        now = self._bench.clock()
        problems = Problems(self._run_id)
        ones = self._compared(page.items, whole)
        for position, error in failed.items():
            self._reject(ones[position], error.cause, error.detail, problems)
        self._judge_new(ones, problems)
        new = self._store_new(ones, problems, is_single=is_single)
        changed = self._store_changed(ones, problems)
        self._finish(ones, new, changed, now)
        for broken in page.unreadable:
            problems.add(Cause(broken.cause), value=broken.excerpt)
        records.add_problems(self._session, problems.rows)
        return _counts(ones, problems, len(page.unreadable))

    def _compared(
        self, items: Sequence[Item], whole: Sequence[tuple[Raw, str]]
    ) -> list[One]:
        mapped = [self._bench.mapping.apply(raw) for raw, _version in whole]
        hashes = [self._hasher.hash(raw) for raw, _version in whole]
        keys = [
            one.key or f"?{made}" for one, made in zip(mapped, hashes, strict=True)
        ]
        known = queries.remembered(self._session, self._source_id, set(keys))
        seen = queries.met(self._session, self._source_id, set(keys), self._run_id)
        for place, item in enumerate(items):
            remembered = known.get(keys[place])
            # What was not read again is as it was when it was read.
            if not item.is_whole and whole[place][0] is item.raw and remembered:
                hashes[place] = remembered.known.hash
        found = compare(
            list(zip(keys, hashes, strict=True)),
            {key: one.known for key, one in known.items()},
            seen,
            is_forced=self._is_forced,
        )
        ones = []
        for place, (raw, version) in enumerate(whole):
            one = mapped[place]
            key, made, compared = keys[place], hashes[place], found[place]
            ones.append(One(raw, _with_version(one, version), key, made, compared, known.get(key)))
        return ones

    def _judge_new(self, ones: Sequence[One], problems: Problems) -> None:
        for one in ones:
            if one.compared.change is Change.DUPLICATE:
                one.fate, one.reason = Fate.DUPLICATE, Cause.DUPLICATE_IDENTITY.value
                problems.add(Cause.DUPLICATE_IDENTITY, one)
            elif one.fate is Fate.IN and one.compared.change is Change.NEW:
                self._judge_one(one, problems)
            elif one.compared.change is Change.UNCHANGED and one.remembered:
                one.fate, one.reason = one.remembered.known.fate, one.remembered.reason
                if one.fate is Fate.REJECTED:
                    problems.add(Cause(one.reason), one)
        new = [one for one in ones if one.validated]
        names = Names(self._session).of([one.mapped.title for one in new])
        for one, name in zip(new, names, strict=True):
            one.name = name

    def _judge_one(self, one: One, problems: Problems) -> None:
        for cause, fields in causes_of(one.mapped):
            problems.add(cause, one, **fields)
        provider = self._providers.id_of(one.mapped.provider)
        if one.mapped.rejection or provider is None:
            cause = Cause(one.mapped.rejection or Cause.UNKNOWN_PROVIDER)
            self._reject(one, cause, one.mapped.provider, problems)
            return
        entry = {**one.mapped.entry, "owner_org": provider, "name": "to-be-named"}
        judged = self._judge.judge(entry)
        if judged.errors:
            self._refuse(one, judged.errors, problems)
            return
        one.validated = judged.entry
        one.dataset_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._source_id}\0{one.key}"))

    def _refuse(self, one: One, errors: Mapping[str, Any], problems: Problems) -> None:
        one.fate, one.reason = Fate.REJECTED, Cause.INVALID.value
        for name, texts in errors.items():
            problems.add(Cause.INVALID, one, field=name, detail=_flat(texts))

    def _reject(self, one: One, cause: Cause, detail: str, problems: Problems) -> None:
        one.fate, one.reason = Fate.REJECTED, cause.value
        problems.add(cause, one, detail=detail)

    def _store_new(
        self, ones: Sequence[One], problems: Problems, *, is_single: bool
    ) -> list[One]:
        new = [one for one in ones if one.validated]
        if is_single or not self._writes_many:
            for one in new:
                self._store_single(ones, one)
        else:
            writing.store(
                self._session, [self._wanted(one) for one in new], APPROVED, self._bench.act()
            )
        return new

    def _store_single(self, ones: Sequence[One], one: One) -> None:
        """Store one entry by itself, so that it is known which the database refuses."""
        try:
            if self._writes_many:
                with self._session.begin_nested():
                    act = self._bench.act()
                    writing.store(self._session, [self._wanted(one)], APPROVED, act)
            else:
                updating.create(one.dataset_id, one.name, one.mapped.entry, one.validated)
        except (DBAPIError, tk.ValidationError) as error:
            detail = str(getattr(error, "orig", error))
            raise RecordFailed(ones.index(one), Cause.NOT_STORED, detail) from error

    def _wanted(self, one: One) -> writing.Wanted:
        return writing.Wanted(
            one.dataset_id,
            str(one.validated["owner_org"]),
            {**one.validated, "name": one.name},
            is_approved=one.mapped.is_graded_by_source,
        )

    def _store_changed(self, ones: Sequence[One], problems: Problems) -> list[One]:
        wanted = (Change.CHANGED, Change.RESTORED)
        changed = [o for o in ones if o.compared.change in wanted and o.fate is Fate.IN]
        before = queries.originals(
            self._session, self._source_id, [one.key for one in changed]
        )
        return [
            one
            for one in changed
            if self._store_one_changed(ones, one, before.get(one.key), problems)
        ]

    def _store_one_changed(
        self, ones: Sequence[One], one: One, before: Any, problems: Problems
    ) -> bool:
        """Say whether the entry was written; it is not where it was deleted here."""
        assert one.remembered is not None
        one.dataset_id = one.remembered.known.dataset_id
        for cause, fields in causes_of(one.mapped):
            problems.add(cause, one, **fields)
        if one.mapped.rejection:
            # What is in stays as it was; that its source spoils it is told.
            problems.add(Cause(one.mapped.rejection), one)
            return False
        if not updating.is_there(self._session, one.dataset_id):
            problems.add(Cause.DELETED_HERE, one)
            return False
        old = self._bench.mapping.apply(before).entry if before else {}
        if not self._is_forced and updating.is_another(old, one.mapped.entry):
            problems.add(Cause.IDENTITY_REUSED, one, value=str(old.get("title")))
            one.hash = one.remembered.known.hash
            return False
        now = dict(one.mapped.entry)
        if one.compared.change is Change.RESTORED:
            now |= vanishing.restored()
        try:
            merged = updating.update(one.dataset_id, old, now)
        except tk.ValidationError as error:
            detail = _flat(error.error_dict)
            raise RecordFailed(ones.index(one), Cause.INVALID, detail) from error
        for name in merged.kept_here:
            problems.add(Cause.CHANGED_HERE, one, field=name)
        return True

    def _finish(
        self, ones: Sequence[One], new: Sequence[One], changed: Sequence[One], now: dt.datetime
    ) -> None:
        """Write down what became of each record, the originals, and the index."""
        session = self._session
        session.flush()
        touched = [o.key for o in ones if o.compared.change is Change.UNCHANGED]
        records.touch(session, self._source_id, touched, self._run_id)
        others = [o for o in ones if o.compared.change is not Change.UNCHANGED]
        records.store(session, [self._row(one, now) for one in others])
        written = [*new, *changed]
        is_open = new_entries.open_to_all(session, [one.dataset_id for one in written])
        originals.store(
            session,
            self._source_id,
            self._job_id,
            [
                originals.Written(
                    one.key, one.dataset_id, one.raw,
                    "added" if one.validated else "updated", one.dataset_id in is_open,
                )
                for one in written
            ],
            now,
        )  # fmt: skip
        self._indexer.index(
            [one.dataset_id for one in new], [one.dataset_id for one in changed]
        )

    def _row(self, one: One, now: dt.datetime) -> dict[str, Any]:
        is_in = one.fate is Fate.IN
        return {
            "source_id": self._source_id, "key": one.key[:500], "ordinal": one.compared.ordinal,
            "title": one.mapped.title[:500], "fate": one.fate.value, "reason": one.reason,
            "dataset_id": one.dataset_id if is_in else "", "hash": one.hash,
            "version": one.mapped.version, "raw": one.raw if is_in else None,
            "first_run": self._run_id, "last_run": self._run_id, "changed_at": now,
            "missing_since": None,
        }  # fmt: skip


def _with_version(mapped: Mapped, version: str) -> Mapped:
    return dataclasses.replace(mapped, version=version) if version else mapped


def _counts(ones: Sequence[One], problems: Problems, unreadable: int) -> dict[str, int]:
    found = {"listed": len(ones) + unreadable, "unreadable": unreadable}
    for one in ones:
        word = one.fate.value if one.fate in (Fate.REJECTED, Fate.DUPLICATE) else one.compared.change.value
        found[word] = found.get(word, 0) + 1
    found["errors"] = problems.count(Severity.ERROR)
    found["warnings"] = problems.count(Severity.WARNING)
    return found


def _flat(errors: Any) -> str:
    if isinstance(errors, Mapping):
        return "; ".join(f"{name}: {_flat(found)}" for name, found in errors.items() if found)
    if isinstance(errors, list):
        return " ".join(_flat(one) for one in errors)
    return str(errors)
