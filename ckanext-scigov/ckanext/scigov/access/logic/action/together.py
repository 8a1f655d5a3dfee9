"""Actions about many proposals of grades at once: groups, a decision, and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import decided_queries, name_queries, sentences, together_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.together import Group, Outcome, Verdict
from ckanext.scigov.access.logic import calls
from ckanext.scigov.access.logic import schema_together as schema
from ckanext.scigov.access.model_together import DecisionTogether
from ckanext.scigov.access.service import together as service
from ckanext.scigov.access.service.grades import FIELDS
from ckanext.scigov.access.together_queries import Counted, Member, Sight
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

SHOWN = 20
"""So many entries of a group are named."""


@tk.side_effect_free
@takes(schema.group_list)
def scigov_access_grade_group_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the groups of proposals that can be decided together, the largest first.

    Args:
        context: CKAN's; an approver, of what lies in his scope.
        data_dict: ``limit`` (20; no more than 200), ``offset``.

    Returns:
        ``count``; ``results``, each with provider (an id), provider_title, the three fields,
        proposed_by (a user's id; empty: the system), proposer, source (of the system's: the
        portal the entries came from), number (how many can be decided together) and left (how
        many need a single look); ``decisions``: the caller's last five, as
        ``scigov_access_grade_decided_show`` without ``results``.

    Raises:
        NotAuthorized.
    """
    data = checked("scigov_access_grade_group_list", context, data_dict)
    principal = principal_from(context)
    found, count = Sight(model.Session, principal).groups(data["limit"], data["offset"])
    return {
        "count": count,
        "results": [_counted(one) for one in found],
        "decisions": _last(principal.user_id),
    }


@tk.side_effect_free
@takes(schema.group)
def scigov_access_grade_group_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a group of proposals: how many, and the first entries.

    Args:
        context: CKAN's; an approver, of what lies in his scope.
        data_dict: ``provider`` (an id), ``security_level``, ``share_type``, ``open_type``;
            ``proposed_by`` (a user's id; empty: the system), ``source`` (of the system's).

    Returns:
        As one of ``scigov_access_grade_group_list``; ``datasets``: the first twenty that are
        decided together, and ``left_datasets``: the first twenty that are not, each with
        dataset_id, name, title, proposed_at and cautions (personal, part, closes, graded, state
        or basis).

    Raises:
        NotAuthorized; NotFound: no such proposal waits, or none in the caller's scope.
    """
    data = checked("scigov_access_grade_group_show", context, data_dict)
    group = _group(data)
    sight = Sight(model.Session, principal_from(context))
    found = sight.group(group)
    if found is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return {
        **_counted(found),
        "datasets": [_member(one) for one in sight.together(group, SHOWN)],
        "left_datasets": [_member(one) for one in sight.left(group, SHOWN)],
    }


@translated(sentences.GRADING)
@takes(schema.decide_many)
def scigov_access_grade_decide_many(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Approve or refuse all proposals of a group that need no single look.

    It is carried out by a job, each as ``scigov_access_grade_approve`` or ``…_reject`` would; what
    meanwhile cannot be decided is skipped, with why.

    Args:
        context: CKAN's; an approver, of what lies in his scope.
        data_dict: as for ``scigov_access_grade_group_show``; ``decision`` (approve or reject);
            ``reason``; ``count``: the group's ``number`` that the caller has seen.

    Returns:
        As ``scigov_access_grade_decided_show``, without ``results``.

    Raises:
        NotAuthorized; ValidationError: the group is not what it was; nothing has been done.
    """
    data = checked("scigov_access_grade_decide_many", context, data_dict)
    group = _group(data)
    members = Sight(model.Session, principal_from(context)).to_decide(group)
    row = service.wish(
        model.Session, group, members, Verdict(data["decision"]),
        reason=data["reason"], count=data["count"], by=calls.by(context),
    )  # fmt: skip
    decision_id = row.id
    calls.done(context)
    found = decided_queries.decision(model.Session, decision_id)
    assert found is not None
    return _decided(found)


@tk.side_effect_free
@takes(schema.decided)
def scigov_access_grade_decided_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a decision of one's own about many proposals, and how far it has been carried out.

    Args:
        context: CKAN's; who has decided, as long as he approves grades.
        data_dict: ``id``; ``limit`` (50; no more than 200) and ``offset``, of ``results``.

    Returns:
        ``id``, what the group had in common, ``decision``, ``reason``, ``count``, ``decided_at``,
        ``finished_at``, ``done``, ``waiting``, ``skipped``; ``results``: what was skipped and still
        lies in the caller's scope, each with dataset_id, name, title and reason (not_yours, gone,
        changed, caution, personal, same_person or failed).

    Raises:
        NotAuthorized; NotFound: there is none, or somebody else's.
    """
    data = checked("scigov_access_grade_decided_show", context, data_dict)
    principal = principal_from(context)
    found = decided_queries.decision(model.Session, data["id"], principal.user_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    reach = together_queries.within_scope(model.Session, principal)
    given = (reach, found.id, data["limit"], data["offset"])
    return {**_decided(found), "results": decided_queries.skipped(model.Session, *given)}


def _group(data: dict[str, Any]) -> Group:
    level, share, open_type = (data[name] for name in FIELDS)
    return Group(data["provider"], (level, share, open_type), data["proposed_by"], data["source"])


def _counted(found: Counted) -> dict[str, Any]:
    return {
        "provider": found.group.provider_id,
        "provider_title": found.provider,
        **dict(zip(FIELDS, found.group.codes, strict=True)),
        "proposed_by": found.group.proposed_by,
        "proposer": found.proposer,
        "source": found.group.source,
        "number": found.number,
        "left": found.left,
    }


def _member(found: Member) -> dict[str, Any]:
    return {
        "dataset_id": found.dataset_id,
        "name": found.name,
        "title": found.title,
        "proposed_at": moment(found.proposed_at),
        "cautions": [one.value for one in found.cautions],
    }


def _last(user_id: str) -> list[dict[str, Any]]:
    """Return what somebody has decided last; three statements."""
    rows = decided_queries.last_of(model.Session, user_id, 5)
    return _all_decided(rows)


def _decided(row: DecisionTogether) -> dict[str, Any]:
    return _all_decided([row])[0]


def _all_decided(rows: Sequence[DecisionTogether]) -> list[dict[str, Any]]:
    counts = decided_queries.counted(model.Session, [row.id for row in rows])
    titles = name_queries.titles_of(model.Session, {row.provider_id for row in rows})
    people = name_queries.names_of_users(model.Session, {row.proposed_by for row in rows})
    return [
        {
            "id": row.id,
            "provider": row.provider_id,
            "provider_title": titles.get(row.provider_id, ""),
            **{name: getattr(row, name) for name in (*FIELDS, "proposed_by", "source")},
            "proposer": people.get(row.proposed_by, ""),
            **{name: getattr(row, name) for name in ("decision", "reason", "count")},
            "decided_at": moment(row.decided_at),
            "finished_at": moment(row.finished_at),
            **{one.value: counts.get((row.id, one.value), 0) for one in Outcome},
        }
        for row in rows
    ]
