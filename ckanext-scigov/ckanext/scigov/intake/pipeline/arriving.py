"""New and changed records of a page, judged and stored."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.intake import queries
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.comparing import Change
from ckanext.scigov.intake.domain.states import Fate
from ckanext.scigov.intake.pipeline import updating, vanishing, writing
from ckanext.scigov.intake.pipeline.judging import Judge
from ckanext.scigov.intake.pipeline.naming import Names
from ckanext.scigov.intake.pipeline.one import WRITTEN_AGAIN, One, RecordFailed
from ckanext.scigov.intake.pipeline.organizations import Providers
from ckanext.scigov.intake.pipeline.reporting import Problems, causes_of
from ckanext.scigov.shared.session import Session

APPROVED = "approved_with_its_source"
"""Reason of a grade that is in force because its source was approved."""
UNNAMED = "to-be-named"


class Arriving:
    """Judges and stores for one run."""

    def __init__(self, session: Session, source_id: str, act: Callable[[], Act]) -> None:
        self._session = session
        self._source_id = source_id
        self._act = act
        self._judge = Judge()
        self._providers = Providers(session)
        self._writes_many = writing.site_allows()

    def judge(self, ones: Sequence[One], problems: Problems) -> None:
        """Say of each record whether it goes in, and name those that are new."""
        for one in ones:
            if one.change is Change.DUPLICATE:
                one.fate, one.reason = Fate.DUPLICATE, Cause.DUPLICATE_IDENTITY.value
                problems.add(Cause.DUPLICATE_IDENTITY, one)
            elif one.change is Change.UNCHANGED and one.remembered:
                one.fate, one.reason = one.remembered.known.fate, one.remembered.reason
                if one.fate is Fate.REJECTED:
                    problems.add(Cause(one.reason), one)
            elif one.change is Change.NEW and one.fate is Fate.IN:
                self._judge_new(one, problems)
        new = [one for one in ones if one.validated]
        names = Names(self._session).of([one.title for one in new])
        for one, name in zip(new, names, strict=True):
            one.name = name

    def _judge_new(self, one: One, problems: Problems) -> None:
        for cause, fields in causes_of(one.mapped):
            problems.add(cause, one, **fields)
        provider = self._providers.id_of(one.mapped.provider)
        if one.mapped.rejection or provider is None:
            cause = Cause(one.mapped.rejection or Cause.UNKNOWN_PROVIDER)
            one.reject(cause)
            problems.add(cause, one, value=one.mapped.provider)
            return
        judged = self._judge.judge({**one.entry, "owner_org": provider, "name": UNNAMED})
        if judged.errors:
            one.reject(Cause.INVALID)
            for name, found in judged.errors.items():
                problems.add(Cause.INVALID, one, field=name, detail=sentences_in(found))
            return
        self._tell_of_persons(one, problems)
        one.validated = judged.entry
        one.dataset_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self._source_id}\0{one.key}"))

    def _tell_of_persons(self, one: One, problems: Problems) -> None:
        if one.caution.asks:
            kinds = ", ".join(sorted({found.kind.value for found in one.caution.findings}))
            problems.add(Cause.PERSONAL_DATA, one, value=kinds)

    def store_new(self, ones: Sequence[One], *, is_single: bool) -> list[One]:
        new = [one for one in ones if one.validated]
        if self._writes_many and not is_single:
            writing.store(self._session, [_wanted(one) for one in new], APPROVED, self._act())
            return new
        for one in new:
            self._store_single(ones.index(one), one)
        return new

    def _store_single(self, position: int, one: One) -> None:
        """Store one entry by itself, so that it is known which the database refuses."""
        try:
            if self._writes_many:
                with self._session.begin_nested():
                    writing.store(self._session, [_wanted(one)], APPROVED, self._act())
            else:
                wanted = {**one.entry, "owner_org": one.validated["owner_org"]}
                updating.create(one.dataset_id, one.name, wanted)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            raise RecordFailed(position, Cause.NOT_STORED, str(error.orig)) from error
        except tk.ValidationError as error:
            detail = sentences_in(error.error_dict)
            raise RecordFailed(position, Cause.INVALID, detail) from error

    def store_changed(
        self, ones: Sequence[One], problems: Problems, *, is_forced: bool
    ) -> list[One]:
        """Return the records whose entries were written again."""
        changed = [one for one in ones if one.change in WRITTEN_AGAIN and not one.is_held]
        keys = [one.key for one in changed]
        before = queries.written(self._session, self._source_id, keys) if keys else {}
        written = []
        for one in changed:
            old = before.get(one.key, {})
            if self._may_change(one, old, problems, is_forced=is_forced):
                self._change(ones.index(one), one, old, problems)
                written.append(one)
        return written

    def _may_change(
        self, one: One, old: Mapping[str, Any], problems: Problems, *, is_forced: bool
    ) -> bool:
        """Say whether an entry follows its record; where it does not, it stays as it was."""
        assert one.remembered is not None
        one.dataset_id = one.remembered.known.dataset_id
        for cause, fields in causes_of(one.mapped):
            problems.add(cause, one, **fields)
        self._tell_of_persons(one, problems)
        if one.mapped.rejection:
            problems.add(Cause(one.mapped.rejection), one)
        elif not updating.is_there(self._session, one.dataset_id):
            problems.add(Cause.DELETED_HERE, one)
        elif not is_forced and updating.is_another(old, one.entry):
            problems.add(Cause.IDENTITY_REUSED, one, value=str(old.get("title")))
        else:
            return True
        one.is_held = True
        return False

    def _change(self, position: int, one: One, old: Mapping[str, Any], problems: Problems) -> None:
        also = vanishing.BACK if one.change is Change.RESTORED else {}
        try:
            merged = updating.update(one.dataset_id, old, one.entry, also)
        except tk.ValidationError as error:
            detail = sentences_in(error.error_dict)
            raise RecordFailed(position, Cause.INVALID, detail) from error
        for name in merged.kept_here:
            problems.add(Cause.CHANGED_HERE, one, field=name)
        if merged.is_looser:
            wish = " / ".join(code or "-" for code in one.caution.grade)
            problems.add(Cause.LOOSER_GRADE, one, value=wish)


def _wanted(one: One) -> writing.Wanted:
    return writing.Wanted(
        one.dataset_id,
        str(one.validated["owner_org"]),
        {**one.validated, "name": one.name},
        is_approved=one.mapped.is_graded_by_source and not one.caution.asks,
    )


def sentences_in(errors: Any) -> str:
    """Return the sentences of validators in one line."""
    if isinstance(errors, Mapping):
        return "; ".join(f"{k}: {sentences_in(found)}" for k, found in errors.items() if found)
    if isinstance(errors, list):
        return " ".join(sentences_in(one) for one in errors)
    return str(errors)
