"""The action that finds what is said of the same place by others, to be merged."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import desk_queries, viewing
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.merging import is_same
from ckanext.scigov.dispute.domain.states import Party
from ckanext.scigov.dispute.logic import schema, showing
from ckanext.scigov.dispute.logic.calls import doer
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.errors import Denied
from ckanext.scigov.shared.toolkit_inputs import checked, takes

MERGING = frozenset({Party.HANDLER, Party.AUTHORITY})


@tk.side_effect_free
@TRANSLATED
@takes(schema.similar)
def scigov_dispute_similar_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return disputes about the same place that are not decided, and that the caller could merge.

    Args:
        context: CKAN's; who handles the dispute for its unit, or the data authority.
        data_dict: ``id`` (or number).

    Returns:
        ``disputes``, each as ``scigov_dispute_show``, the oldest first, at most 100. Of rows only those that are the
        same for certain.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else handles it.
    """
    data = checked("scigov_dispute_similar_list", context, data_dict)
    who, session = doer(context), model.Session
    own = viewing.visible(session, data["id"], who)
    if not own.held & MERGING:
        raise Denied(FlowReason.NOT_YOURS)
    others = viewing.viewed(session, desk_queries.undecided_at_place(session, own.dispute), who)
    same = [one for one in others if one.held & MERGING and _is_mergeable(own, one)]
    return {"disputes": showing.several(same, who)}


def _is_mergeable(one: View, other: View) -> bool:
    secret = {view.dispute.kind == Kind.NOT_PUBLIC.value for view in (one, other)}
    return len(secret) == 1 and is_same(one.target, other.target)
