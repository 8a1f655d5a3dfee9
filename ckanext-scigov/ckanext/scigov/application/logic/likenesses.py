"""Earlier and similar applications, by the rule of ``domain.similarity``, which is stated with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.application import finding, list_queries, queries
from ckanext.scigov.application.domain import similarity
from ckanext.scigov.application.domain.similarity import Like, Likeness, Said
from ckanext.scigov.application.domain.states import Event, Party, State
from ckanext.scigov.application.finding import Found
from ckanext.scigov.application.logic.titles import Datasets, datasets_of
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared.domain.moments import moment

MOST_COMPARED = 200


def similar(found: Found, doer: Doer) -> dict[str, Any]:
    """Return what is like a filing, as far as its reader may know of it."""
    session, one = model.Session, found.filing
    # A third party was asked about this application, and about no other.
    own = [part for part in found.parts if found.held[part.id] - {Party.THIRD}]
    dataset_ids = [part.dataset_id for part in own]
    others = list_queries.others_of(session, dataset_ids, one.id, MOST_COMPARED)
    parts = {
        id_: [part for part in several if part.state not in list_queries.UNSEEN]
        for id_, several in queries.parts_of(session, [other.id for other in others]).items()
    }
    likes = similarity.alike(_said(one, own), [_said(other, parts[other.id]) for other in others])
    if not found.all_held & finding.OFFICIAL:
        likes = tuple(like for like in likes if like.likeness is Likeness.EARLIER)
    shown = {like.id for like in likes}
    datasets = datasets_of(session, own, doer.principal)
    revoked = [p.id for id_ in shown for p in parts[id_] if p.state == State.REVOKED.value]
    reasons = list_queries.reasons_of(session, revoked, Event.REVOKE)
    by_id = {other.id: other for other in others}
    return {
        "rule": tk._(
            "Earlier: the same applicant for the same dataset. Similar: another applicant for the same "
            "dataset, whose purpose and scene of use share at least three tenths of their pairs of "
            "characters."
        ),
        "results": [
            _shown(like, by_id[like.id], [
                _part(part, datasets, reasons)
                for part in parts[like.id] if part.dataset_id in dataset_ids
            ])
            for like in likes
        ],
    }  # fmt: skip


def _said(filing: Filing, parts: Sequence[Part]) -> Said:
    return Said(
        filing.id,
        filing.agency_id or filing.creator_id,
        frozenset(part.dataset_id for part in parts),
        f"{filing.fields.get('purpose', '')}{filing.fields.get('scene', '')}",
    )


def _shown(like: Like, filing: Filing, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": filing.id,
        "number": filing.number,
        "likeness": like.likeness.value,
        "percent": like.percent,
        "submitted_at": moment(filing.submitted_at),
        "parts": parts,
    }


def _part(part: Part, datasets: Datasets, revoked: dict[str, str]) -> dict[str, Any]:
    return {
        "dataset_id": part.dataset_id,
        "dataset_title": datasets.of(part)[0],
        "state": part.state,
        "outcome": part.outcome,
        "reason": revoked.get(part.id) or part.reply or "",
        "owes_report": part.owes_report and part.report_due_on is not None,
    }
