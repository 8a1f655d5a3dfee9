"""From a page's items to records that are compared with what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ckanext.scigov.intake import queries
from ckanext.scigov.intake.contract import Connector, Item, Raw
from ckanext.scigov.intake.domain.comparing import compare
from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.domain.states import Fate
from ckanext.scigov.intake.pipeline.hashing import Hasher
from ckanext.scigov.intake.pipeline.one import One
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Whole:
    raw: Raw
    version: str
    is_known: bool = False
    """Its source says that it is as it was when it was read; only its place in a list was."""


class Incoming:
    """Reads and compares for one run."""

    def __init__(
        self, session: Session, source_id: str, mapping: MappingFile, hasher: Hasher
    ) -> None:
        self._session = session
        self._source_id = source_id
        self._mapping = mapping
        self._hasher = hasher

    def read(
        self, connector: Connector, items: Sequence[Item], alive: Callable[[], None]
    ) -> list[Whole]:
        """Read what the list does not say, before the database is asked to wait for it.

        ``alive`` is called after each record: a page of slow answers may take long.
        """
        known = self._known_versions([item for item in items if not item.is_whole])
        found = []
        for item in items:
            found.append(self._whole(connector, item, known))
            if not item.is_whole:
                alive()
        return found

    def _whole(self, connector: Connector, item: Item, known: dict[str, str]) -> Whole:
        if item.is_whole:
            return Whole(item.raw, item.version)
        if item.version and known.get(self._mapping.key_of(item.raw)) == item.version:
            return Whole(item.raw, item.version, is_known=True)
        try:
            return Whole(connector.read(item), item.version)
        except KeyError:
            # It was listed and is gone: what the list says of it is what there is.
            return Whole(item.raw, item.version)

    def _known_versions(self, items: Sequence[Item]) -> dict[str, str]:
        keys = {self._mapping.key_of(item.raw) for item in items}
        if not keys:
            return {}
        known = queries.remembered(self._session, self._source_id, keys)
        self._session.rollback()
        return {key: one.version for key, one in known.items() if one.known.fate is Fate.IN}

    def compare(self, whole: Sequence[Whole], run_id: str, *, is_forced: bool) -> list[One]:
        """Return the records of a page, each with what has changed about it."""
        keys = [self._mapping.key_of(one.raw) for one in whole]
        hashes = [self._hasher.hash(one.raw) for one in whole]
        keys = [key or f"?{made}" for key, made in zip(keys, hashes, strict=True)]
        known = queries.remembered(self._session, self._source_id, set(keys))
        for place, one in enumerate(whole):
            if one.is_known and keys[place] in known:
                hashes[place] = known[keys[place]].known.hash
        found = compare(
            list(zip(keys, hashes, strict=True)),
            {key: one.known for key, one in known.items()},
            queries.met(self._session, self._source_id, set(keys), run_id),
            is_forced=is_forced,
        )
        return [
            One(
                one.raw, key, made, one.version, compared.change, compared.ordinal,
                known.get(key), self._mapping,
            )
            for one, key, made, compared in zip(whole, keys, hashes, found, strict=True)
        ]  # fmt: skip
