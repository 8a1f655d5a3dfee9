"""Actions about texts that a unit answers with often."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import list_queries, viewing
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import schema
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.logic.stepping import TRANSLATED
from ckanext.scigov.dispute.model import ReplyTemplate
from ckanext.scigov.dispute.service import templates
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.templates import Text
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@takes(schema.template)
def scigov_dispute_template_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Keep a text that a unit answers disputes with often.

    Args:
        context: CKAN's; who handles or decides disputes of the unit.
        data_dict: ``title`` to find it by, ``text``, ``step`` that it is written for (accept, reject, verify,
            correct, correct_in_part, refuse, remark, note), ``ground`` of reject or refuse; ``unit`` (an organisation
            by id or name) of a new one, or ``id`` of the one that is written anew.

    Returns:
        The template, as in ``scigov_dispute_template_list``.

    Raises:
        ObjectNotFound: there is no such template among those of the caller's units.
        NotAuthorized: others handle the disputes of this unit.
        ValidationError: something is missing or does not fit.
    """
    data = checked("scigov_dispute_template_set", context, data_dict)
    who, session = doer(context), model.Session
    text = Text(Event(data["step"]), data["title"], data["text"], data.get("ground") or "")
    kept = templates.keep(session, data.get("unit") or "", text, who, data.get("id") or "")
    (answer,) = _shown([kept])
    done(context)
    return answer


@tk.side_effect_free
@TRANSLATED
@takes(schema.template_list)
def scigov_dispute_template_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the texts that one's units answer disputes with often, by unit and title.

    Args:
        context: CKAN's; who handles or decides disputes, and gets those of his units.
        data_dict: ``id`` (or number) of a dispute: those of its unit only; ``step``: those for one step only.

    Returns:
        ``templates``: id, title, step, ground, text, unit_id, unit_title, set_at; ``units`` that the caller may write
        some for (id, title).

    Raises:
        ObjectNotFound: there is no such dispute, or none that is visible to the caller.
        NotAuthorized: he handles no disputes.
    """
    data = checked("scigov_dispute_template_list", context, data_dict)
    who, session = doer(context), model.Session
    reach = _units(data.get("id") or "", who)
    event = Event(data["step"]) if data.get("step") else None
    found = templates.offered(session, reach, event)
    return {"templates": _shown(found), "units": list_queries.organizations(session, reach)}


@TRANSLATED
@takes(schema.template_remove)
def scigov_dispute_template_remove(context: Any, data_dict: dict[str, Any]) -> None:
    """Offer a text no more.

    Args:
        context: CKAN's; who handles or decides disputes of the unit.
        data_dict: ``id``.

    Raises:
        ObjectNotFound: there is no such template among those of the caller's units.
    """
    data = checked("scigov_dispute_template_remove", context, data_dict)
    templates.remove(model.Session, data["id"], doer(context))
    done(context)


def _units(dispute: str, who: Doer) -> frozenset[str] | None:
    """Return the units whose templates somebody gets; None: all."""
    session = model.Session
    reach = templates.reach(session, who.principal)
    if reach is not None and not reach:
        raise tk.NotAuthorized(tk._("Only those who handle disputes of a unit have its templates."))
    if not dispute:
        return reach
    unit_id = viewing.visible(session, dispute, who).dispute.unit_id
    if reach is not None and unit_id not in reach:
        raise NotVisible
    return frozenset({unit_id})


def _shown(found: list[ReplyTemplate]) -> list[dict[str, Any]]:
    titles = list_queries.titles_of_organizations(model.Session, {one.unit_id for one in found})
    return [
        {
            "id": one.id,
            "title": one.title,
            "step": one.event,
            "ground": one.ground,
            "text": one.text,
            "unit_id": one.unit_id,
            "unit_title": titles.get(one.unit_id, ""),
            "set_at": moment(one.set_at),
        }
        for one in found
    ]
