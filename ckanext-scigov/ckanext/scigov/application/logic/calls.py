"""What every action of applications does before and after its service call."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.access import asking
from ckanext.scigov.application import config, finding
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.service.acts import By, Doer
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.toolkit_actors import actor_from


def doer(context: Any) -> Doer:
    """Return who calls, as what he is now."""
    return Doer(
        By(actor_from(context), clock.now()), config.rules(), asking.principal_from(context)
    )


def part_id(context: Any, data: dict[str, Any]) -> str:
    """Return the part that is meant: the one named, or the only one that the caller sees.

    Raises:
        NotVisible: there is none, or none that he sees.
        Refused: he sees several and names none.
    """
    found = finding.visible(model.Session, str(data.get("id") or ""), doer(context))
    ids = [part.id for part in found.parts]
    wanted = data.get("part")
    if wanted:
        if wanted not in ids:
            raise NotVisible
        return str(wanted)
    if len(ids) > 1:
        raise Refused(Refusal(ActReason.PART_NEEDED, "part"))
    return ids[0]


def done(context: Any) -> None:
    """Commit, unless the caller does; somebody's grants may be others now."""
    asking.forget()
    if not context.get("defer_commit"):
        model.repo.commit()
