"""Actions about grades: what is in force, proposing, approving, closing at once."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.access import item_queries, queries, sentences, vault_watch
from ckanext.scigov.access.asking import act_of
from ckanext.scigov.access.domain import grading, items
from ckanext.scigov.access.domain.grading import ObjectKind
from ckanext.scigov.access.domain.subjects import Object
from ckanext.scigov.access.logic import schema
from ckanext.scigov.access.model import GradeProposal
from ckanext.scigov.access.queries import Codes
from ckanext.scigov.access.service import grades as service
from ckanext.scigov.access.service import item_grades
from ckanext.scigov.access.service.grades import Target
from ckanext.scigov.catalogue.domain import grades, rules
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import takes, valid


@tk.side_effect_free
@takes(schema.object_only)
def scigov_access_grade_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the grade in force of a dataset or resource.

    Args:
        context: CKAN's.
        data_dict: ``dataset_id`` (id or name) or ``resource_id``; beside the latter ``item``, the
            name of one of its data items.

    Returns:
        ``security_level``, ``share_type``, ``open_type`` in force for it (all empty while it is
        not classified; of a part the strictest of its own and those above it), and, for those
        who work with the entry, ``proposal``: what waits for approval, or None.

    Raises:
        NotFound: there is none, or it is not visible to the user.
    """
    tk.check_access("scigov_access_grade_show", context, data_dict)
    target, obj = _target("scigov_access_grade_show", context, data_dict)
    grade = obj.grade
    codes = (grade.level.value, grade.share.value, grade.open.value) if grade else ("", "", "")
    answer: dict[str, Any] = dict(zip(service.FIELDS, codes, strict=True))
    if _may(context, "scigov_access_grade_history", data_dict):
        waiting = queries.waiting_proposal(model.Session, target.object_id)
        answer["proposal"] = _proposal(waiting) if waiting else None
    return {"dataset_id": target.dataset_id, "object_id": target.object_id, **answer}


@translated(sentences.GRADING)
@takes(schema.wanted_grade, reason_needed=False)
def scigov_access_grade_propose(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Propose a grade. What only tightens is in force at once.

    Args:
        context: CKAN's.
        data_dict: ``dataset_id`` or ``resource_id``, and ``item``; ``security_level`` ('1' to '4',
            or 'unclassified'), ``share_type``, ``open_type``; of a resource or data item each may
            be empty, where it inherits; ``reason``.

    Returns:
        As ``scigov_access_grade_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: the combination is not one of the six.
    """
    tk.check_access("scigov_access_grade_propose", context, data_dict)
    target, data = _wanted("scigov_access_grade_propose", context, data_dict)
    service.propose(model.Session, target, data["codes"], data["reason"], act_of(context))
    return _done(context, target)


@translated(sentences.GRADING)
@takes(schema.wanted_grade, reason_needed=True)
def scigov_access_grade_tighten(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Close something at once, without a second person.

    Args:
        context: CKAN's.
        data_dict: as for ``scigov_access_grade_propose``; ``reason`` must be given.

    Returns:
        As ``scigov_access_grade_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: something would be opened, or nothing changed.
    """
    tk.check_access("scigov_access_grade_tighten", context, data_dict)
    target, data = _wanted("scigov_access_grade_tighten", context, data_dict)
    service.tighten(model.Session, target, data["codes"], data["reason"], act_of(context))
    return _done(context, target)


@translated(sentences.GRADING)
@takes(schema.approval)
def scigov_access_grade_approve(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Put what has been proposed in force.

    Args:
        context: CKAN's.
        data_dict: ``dataset_id`` or ``resource_id``, and ``item``; ``reason``; ``answers`` to what
            was found in the proposal: a list of ``kind``, ``item``, ``answer`` (masked,
            lawful_ground or not_personal), ``note`` and, where one name is in several,
            ``resource_id``.

    Returns:
        As ``scigov_access_grade_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: nothing waits, the user has proposed it, or a
        finding of personal data has no answer.
    """
    tk.check_access("scigov_access_grade_approve", context, data_dict)
    target, data = _checked("scigov_access_grade_approve", context, data_dict)
    given = (data.get("reason", ""), act_of(context), data["answers"])
    service.approve(model.Session, target, *given)
    return _done(context, target)


@translated(sentences.GRADING)
@takes(schema.decision, needed=True)
def scigov_access_grade_reject(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Leave everything as it is; ``reason`` tells the proposer why.

    Args:
        context: CKAN's.
        data_dict: ``dataset_id`` or ``resource_id``, and ``item``; ``reason``.

    Returns:
        As ``scigov_access_grade_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: nothing waits, or there is no reason.
    """
    tk.check_access("scigov_access_grade_reject", context, data_dict)
    target, data = _checked("scigov_access_grade_reject", context, data_dict)
    service.reject(model.Session, target, data["reason"], act_of(context))
    return _done(context, target)


@tk.side_effect_free
@takes(schema.entry_or_resource)
def scigov_access_grade_history(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List what has been proposed for a dataset, its resources and data items, newest first.

    No more than a thousand. What came into force at once was never proposed: it is in the audit log.

    Args:
        context: CKAN's.
        data_dict: ``dataset_id`` or ``resource_id``.

    Returns:
        Dictionaries with the three fields, reason, state, who and when.

    Raises:
        NotFound, NotAuthorized.
    """
    tk.check_access("scigov_access_grade_history", context, data_dict)
    target, _ = _target("scigov_access_grade_history", context, data_dict)
    rows = queries.newest_proposals(model.Session, target.dataset_id, 1000)
    return [_proposal(row) for row in rows]


def _target(action: str, context: Any, data_dict: dict[str, Any]) -> tuple[Target, Object]:
    target, data = _checked(action, context, data_dict)
    return target, data["object"]


def _checked(action: str, context: Any, data_dict: dict[str, Any]) -> tuple[Target, dict[str, Any]]:
    """Return what is meant and the valid input. Who asks has been let through already."""
    data = valid(action, context, data_dict)
    obj = queries.named(model.Session, data)
    assert obj is not None  # check_access has found it
    if obj.resource_id and data.get("item"):
        return _item(obj, data)
    if obj.resource_id:
        return Target.resource(obj.resource_id, obj.dataset_id), {**data, "object": obj}
    return Target.dataset(obj.dataset_id), {**data, "object": obj}


def _item(resource: Object, data: dict[str, Any]) -> tuple[Target, dict[str, Any]]:
    session, name = model.Session, data["item"]
    stored = session.get(model.Resource, resource.resource_id)
    if stored is None or not item_grades.is_known(session, stored, name):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    found = item_queries.item_objects(session, resource).get(name, resource)
    target = Target.item(resource.resource_id, name, resource.dataset_id)
    return target, {**data, "object": found, "above": resource}


def _wanted(action: str, context: Any, data_dict: dict[str, Any]) -> tuple[Target, dict[str, Any]]:
    target, data = _checked(action, context, data_dict)
    level = data.get("security_level") or None
    level = None if level == grades.UNCLASSIFIED else level
    codes: Codes = (level, data.get("share_type") or None, data.get("open_type") or None)
    if refusals := _judged(data["object"], codes, data.get("above")):
        raise Refused(*refusals)
    return target, {**data, "codes": codes, "reason": data.get("reason", "")}


def _judged(obj: Object, codes: Codes, above: Object | None) -> tuple[Refusal, ...]:
    """Return what is wrong with a combination, of a part measured against what it is a part of."""
    own = grading.partial(*codes)
    if not obj.resource_id:
        return grades.judge(own.level, own.share, own.open)
    parent = above or queries.objects(model.Session, [obj.dataset_id])[obj.dataset_id]
    if parent.grade is None or own.is_empty:
        return ()
    too_high = rules.item_level(own.level, parent.grade.level) if above else ()
    return too_high or grades.judge_part(own, parent.grade)


def _done(context: Any, target: Target) -> dict[str, Any]:
    """Bring places and index in line with what is in force, commit, and return that."""
    package = model.Package.get(target.dataset_id)
    if package is not None:
        vault_watch.settle(package)
    logic.index_update_package({"ignore_auth": True, "user": ""}, target.dataset_id)
    if not context.get("defer_commit"):
        model.repo.commit()
    asked = {"dataset_id": target.dataset_id}
    if target.kind is ObjectKind.RESOURCE:
        asked = {"resource_id": target.object_id}
    if target.kind is ObjectKind.ITEM:
        resource_id, name = items.split_id(target.object_id)
        asked = {"resource_id": resource_id, "item": name}
    return scigov_access_grade_show(context, asked)


def _may(context: Any, action: str, data_dict: dict[str, Any]) -> bool:
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized:
        return False
    return True


def _proposal(row: GradeProposal) -> dict[str, Any]:
    fields = (
        "object_id", "object_kind", "dataset_id", *service.FIELDS, "reason", "proposed_by",
        "state", "findings", "answers", "decided_by", "decision_reason",
    )  # fmt: skip
    moments = {
        name: moment.isoformat() if (moment := getattr(row, name)) else None
        for name in ("proposed_at", "decided_at")
    }
    return {**{name: getattr(row, name) for name in fields}, **moments}
