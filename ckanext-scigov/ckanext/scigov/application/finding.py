"""A filing with those of its parts that somebody sees. What is hidden and what is absent are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain import parties
from ckanext.scigov.application.domain.states import Party, State
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.session import Session

DECIDING = frozenset({Party.HANDLER, Party.REVIEWER, Party.DECIDER, Party.AUTHORITY})
OFFICIAL = DECIDING | {Party.AUDITOR}
TOLD_CONTACTS = DECIDING | {Party.APPLICANT, Party.SIGNER}


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody sees of a filing."""

    filing: Filing
    parts: Sequence[Part]
    held: Mapping[str, frozenset[Party]]
    """What he is to each of them."""

    @property
    def all_held(self) -> frozenset[Party]:
        return frozenset().union(*(self.held[part.id] for part in self.parts))

    @property
    def is_applicant(self) -> bool:
        return Party.APPLICANT in self.all_held

    @property
    def sees_contacts(self) -> bool:
        """Say whether he is told who the people are, and opens the files; all of a draft without parts."""
        return not self.parts or bool(self.all_held & TOLD_CONTACTS)


def visible(session: Session, name: str, doer: Doer) -> Found:
    """Return a filing by id or number to somebody who sees a part of it; a draft may have none yet."""
    filing = queries.find_filing(session, name) if name else None
    if filing is None:
        raise NotVisible
    parts = queries.parts_of(session, [filing.id])[filing.id]
    found = seen(session, [(filing, parts)], doer)
    if not found:
        raise NotVisible
    return found[0]


def seen(
    session: Session, filings: Sequence[tuple[Filing, Sequence[Part]]], doer: Doer
) -> list[Found]:
    """Return of several filings what somebody sees; two statements for any number of them."""
    providers = {part.provider_id for _, parts in filings for part in parts}
    above = reading.units_above(session, providers)
    capacities = reading.capacities(session, doer.user_id) if doer.principal.agency_ids else {}
    found: list[Found] = []
    for filing, parts in filings:
        held = {
            part.id: parties.parties(
                doer.principal,
                queries.concerned(filing, part, above.get(part.provider_id, frozenset())),
                capacities.get(filing.agency_id),
            )
            for part in parts
        }
        shown = [part for part in parts if parties.may_see(held[part.id], State(part.state))]
        is_own = bool(doer.user_id) and doer.user_id in (filing.creator_id, *filing.handler_ids)
        if shown or (is_own and not parts):
            found.append(Found(filing, shown, held))
    return found
