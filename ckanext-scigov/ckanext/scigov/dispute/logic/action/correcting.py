"""Actions by which the data are corrected right there, and the dispute with them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import corrected
from ckanext.scigov.dispute.corrected import Wish
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import schema
from ckanext.scigov.dispute.logic.stepping import TRANSLATED, caller, found, shown, step_of
from ckanext.scigov.dispute.service import corrections
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.correct, may_upload=("upload",))
def scigov_dispute_correct(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Correct the data, wholly or in part, and say so; the note on them is lifted when wholly.

    Changed rows or a new file are the next version of the table, which bears the dispute's number. Changed rows
    and the answer are written together, or none of them; a new file is stored first. Where a version with the
    dispute's number was made already, by a call that was broken off or on the page of the table, nothing is
    changed twice.

    Args:
        context: CKAN's; who handles or decides for the responsible unit. To change data he must be one of those who
            may edit the dataset.
        data_dict: ``id`` (or number), ``reason`` (what was corrected), needed; ``is_in_part``; ``version``. The
            correction: ``changes`` as ``scigov_tables_rows_change`` takes them, with ``table_version``, the
            number of the table's version that was seen, and ``also_other`` true where more is changed
            than what is disputed; or ``upload``, a new file of the resource; or neither: the data were
            corrected elsewhere. ``resource`` where the dispute is about a whole dataset.

    Returns:
        The dispute, as ``scigov_dispute_show``; ``correction`` has the resource and the versions of its table
        ``before`` and ``after``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else takes this step, or changes the data.
        ValidationError: it cannot be taken now, or the table cannot be changed so.
    """
    data = checked("scigov_dispute_correct", context, data_dict)
    who = caller(context, data)
    event = Event.CORRECT_IN_PART if data.get("is_in_part") else Event.CORRECT
    step, dispute_id = step_of(data, event), found(data, who)
    wish = _wish(data, data_dict)
    dispute = corrections.opened(model.Session, dispute_id, step, who)
    correction = corrected.correct(context, dispute, wish, step.reason, who)
    done = corrections.answered(model.Session, dispute_id, correction, step, who)
    return shown(context, done, who)


@tk.side_effect_free
@TRANSLATED
@takes(schema.correction)
def scigov_dispute_correction_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what a dispute points at in the table as it is now; and what changes of rows would do.

    Args:
        context: CKAN's; who can correct the data now.
        data_dict: ``id`` (or number); ``resource`` where the dispute is about a whole dataset; ``changes``,
            ``table_version`` and ``also_other`` as ``scigov_dispute_correct`` takes them: nothing is written.

    Returns:
        ``resource_id``, empty where there is none; ``may_write``: the caller may edit the dataset, and the rest is
        told to nobody else; ``table_version`` and ``is_under_way`` of its table; ``outcome`` (one, none, several;
        empty where no row is meant), ``row`` and ``rows`` (its number, or those that may be meant);
        ``made``, the number of a version that was made for this dispute already; ``preview``, what
        ``scigov_tables_rows_change`` answers about ``changes``, with ``beside``, the rows that are not disputed.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
        NotAuthorized: somebody else corrects the data.
        ValidationError: they cannot be corrected now, or not so.
    """
    data = checked("scigov_dispute_correction_show", context, data_dict)
    who = caller(context, data)
    step = step_of(data, Event.CORRECT)
    dispute = corrections.opened(model.Session, found(data, who), step, who)
    return corrected.looked_at(context, dispute, _wish(data, data_dict), who)


def _wish(data: dict[str, Any], data_dict: dict[str, Any]) -> Wish:
    return Wish(
        resource_id=data.get("resource") or "",
        changes=data.get("changes"),
        upload=data_dict.get("upload") or None,
        table_version=data.get("table_version"),
        also_other=bool(data.get("also_other")),
    )
