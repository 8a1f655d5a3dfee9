"""Disputes of visitors who are not signed in, with the link that is in their mails."""

from __future__ import annotations

from dataclasses import dataclass

from disputing import EXPLANATION

from ckan import model

from ckanext.scigov.dispute import queries, visiting
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.logic import calls, places, reports
from ckanext.scigov.dispute.service import filings
from ckanext.scigov.dispute.service.filings import Filer
from ckanext.scigov.shared import clock


@dataclass(frozen=True, slots=True)
class Linked:
    """A dispute that a visitor has reported, not confirmed yet, and the token of his link."""

    id: str
    token: str

    @property
    def query(self) -> str:
        return f"?token={self.token}"


def visited(dataset: str = "free") -> Linked:
    """Put a visitor's report on record; his mail is not verified yet."""
    session, who = model.Session, calls.doer({"user": ""})
    data = {
        "dataset": dataset, "kind": "inaccurate", "explanation": EXPLANATION,
        "email": "reader@example.org",
    }  # fmt: skip
    place = places.place_of(session, data, who)
    report = reports.report_of(data, [], is_signed=False)
    dispute = filings.file(session, report, place, Filer(FilerKind.VISITOR), who)
    session.commit()
    visitor = queries.visitors_of(session, [dispute.id])[dispute.id]
    return Linked(dispute.id, visiting.token_for(visitor, clock.now()))
