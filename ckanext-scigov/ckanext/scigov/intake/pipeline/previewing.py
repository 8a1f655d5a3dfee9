"""What the first records of a source would become. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.intake.contract import Connector
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import Mapped, MappingFile
from ckanext.scigov.intake.domain.personal import Caution
from ckanext.scigov.intake.pipeline.judging import Judge
from ckanext.scigov.intake.pipeline.one import cautious
from ckanext.scigov.intake.pipeline.organizations import Providers
from ckanext.scigov.shared.session import Session

FIRST = 20
UNNAMED = "to-be-named"


@dataclass(frozen=True, slots=True)
class Previewed:
    """A record, and what would be stored of it."""

    mapped: Mapped
    rejection: str
    """Cause by which it would not go in; empty when it would."""
    errors: Mapping[str, Any]
    """What the catalogue's validators would refuse, by field."""
    gaps: tuple[str, ...]
    """Fields that its owner would have to fill in."""
    caution: Caution
    """What its words say of persons, and the grade that may be wished for it because of that."""

    @property
    def is_graded_at_once(self) -> bool:
        """Say whether the entry would have its grade with the run, as an approved source's value table gives it."""
        is_whole = all(code is not None for code in self.caution.grade)
        return is_whole and self.mapped.is_graded_by_source and not self.caution.asks


@dataclass(frozen=True, slots=True)
class Preview:
    records: tuple[Previewed, ...]
    total: int | None
    """How many the source says it has; None where it does not say."""


def preview(
    session: Session, mapping: MappingFile, connector: Connector, most: int = FIRST
) -> Preview:
    """Read, map and judge the first records of a source.

    Raises:
        SourceFailed: it cannot be read.
    """
    judge, providers = Judge(), Providers(session)
    found: list[Previewed] = []
    total = None
    try:
        for page in connector.pages(None):
            total = page.total if page.total is not None else total
            for item in page.items[: most - len(found)]:
                raw = item.raw if item.is_whole else connector.read(item)
                found.append(_previewed(mapping.apply(raw), judge, providers))
            if len(found) >= most:
                break
    finally:
        connector.close()
        session.rollback()
    return Preview(tuple(found), total)


def _previewed(mapped: Mapped, judge: Judge, providers: Providers) -> Previewed:
    provider = providers.id_of(mapped.provider)
    entry, found = cautious(mapped)
    if mapped.rejection or provider is None:
        cause = mapped.rejection or Cause.UNKNOWN_PROVIDER.value
        return Previewed(mapped, cause, {}, (), found)
    judged = judge.judge({**entry, "owner_org": provider, "name": UNNAMED})
    extras = {one["key"]: one["value"] for one in judged.entry.get("extras") or ()}
    gaps = tuple(json.loads(extras.get("missing_fields") or "[]"))
    rejection = Cause.INVALID.value if judged.errors else ""
    return Previewed(mapped, rejection, judged.errors, gaps, found)
