"""What datasets are called, to each reader: as they are called now, or as they were when he might know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import Object, Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import list_queries
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service.acts import TITLE
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Datasets:
    """The datasets of some parts, as one reader may know them."""

    entries: Mapping[str, Object]
    _called: Mapping[str, tuple[str, str]]

    def of(self, part: Part) -> tuple[str, str]:
        """Return title and name of a part's dataset.

        To whom an entry has been closed since it is still what was applied for, under the title of then.
        """
        id_ = part.dataset_id
        return self._called.get(id_, ((part.said or {}).get(TITLE) or id_, id_))


def datasets_of(session: Session, parts: Sequence[Part], principal: Principal) -> Datasets:
    """Read them; three statements for any number of parts."""
    ids = sorted({part.dataset_id for part in parts})
    entries = reading.entries(session, ids)
    found = [
        one.dataset_id
        for one in entries.values()
        if decide(principal, Operation.DISCOVER, one).allowed
    ]
    return Datasets(entries, list_queries.titles_of_datasets(session, found))
