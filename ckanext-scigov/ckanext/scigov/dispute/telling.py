"""Who followed or read data that were wrong is told that they were corrected.

A job does it after the correction is committed: there may be thousands of readers, and whoever corrects
does not wait for them. Run twice it tells nobody twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.access.service import reads, seers
from ckanext.scigov.audit.acts import By
from ckanext.scigov.dispute import list_queries, queries, telling_queries, viewing
from ckanext.scigov.dispute.domain.target import OF_DATA, TargetKind
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.notice_words import NoticeKind
from ckanext.scigov.dispute.service.acts import Doer, Rules
from ckanext.scigov.notices import service as notices
from ckanext.scigov.notices.domain.params import Title
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import version_service

AT_ONCE = 1000
"""So many people are told by one round of statements."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that people are to be told of."""

    dispute_id: str
    version: int
    """The dispute's after the step: a second correction is told again."""
    actor_id: str
    at: dt.datetime


def tell(session: Session, corrected: Corrected, rules: Rules, now: dt.datetime) -> int:
    """Tell whoever follows the dataset or has read the wrong data, and may see its entry; return how many.

    Neither who has corrected it nor who has reported it: he is told the answer. To a dispute that is not
    public nothing leads; people learn that data were corrected, and of which dataset.
    """
    dispute = queries.find(session, corrected.dispute_id)
    found = list_queries.titles_of_datasets(session, [dispute.dataset_id]) if dispute else {}
    if dispute is None or not found:
        return 0
    people = telling_queries.followers(session, dispute.dataset_id)
    people |= readers(session, dispute, corrected.at, rules)
    people -= {corrected.actor_id, *dispute.reporter_ids}
    told = sorted(seers.who_sees(session, dispute.dataset_id, people, now))
    words = _words(session, dispute, corrected, rules, found[dispute.dataset_id])
    return sum(
        notices.notify(session, told[place : place + AT_ONCE], feature="dispute", now=now, **words)
        for place in range(0, len(told), AT_ONCE)
    )


def readers(
    session: Session, dispute: Dispute, corrected_at: dt.datetime, rules: Rules
) -> frozenset[str]:
    """Return who has got data while they were wrong, as far back as the site tells people.

    A doubt about the catalogue entry or about a decision is none about what they have read.
    """
    if TargetKind(dispute.target_kind) not in OF_DATA:
        return frozenset()
    since = corrected_at - dt.timedelta(days=rules.readers_days)
    resources: Collection[str] = [dispute.resource_id]
    if not dispute.resource_id:
        resources = telling_queries.resources_ever(session, dispute.dataset_id)
    elif shown := _shown_since(session, dispute):
        since = max(since, shown)
    return reads.readers(session, resources, since)


def _shown_since(session: Session, dispute: Dispute) -> dt.datetime | None:
    """Return since when the version was shown in which it was seen first."""
    seen_at = telling_queries.first_filed_at(session, dispute.id)
    return version_service.shown_since(session, dispute.resource_id, seen_at or dispute.filed_at)


def _words(
    session: Session,
    dispute: Dispute,
    corrected: Corrected,
    rules: Rules,
    dataset: Sequence[str],
) -> dict[str, Any]:
    """Return what is told, and what the notice leads to."""
    title, name = dataset
    everybody = Doer(By(Actor.system("dispute"), corrected.at), rules)
    key = f"{dispute.id}:{corrected.version}"
    if not viewing.viewed(session, [dispute], everybody):
        return {
            "kind": NoticeKind.DATA_CORRECTED,
            "object_id": dispute.dataset_id,
            "path": f"/dataset/{name}",
            "params": {"dataset": Title(title)},
            "key": key,
        }
    return {
        "kind": NoticeKind.CORRECTED,
        "object_id": dispute.id,
        "path": f"/disputes/{dispute.id}",
        "params": {"number": Title(dispute.number or ""), "dataset": Title(title)},
        "key": key,
    }
