"""To whom a dispute can be assigned: who works for the responsible unit, and has not reported it himself."""

from __future__ import annotations

from collections.abc import Mapping

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import words
from ckanext.scigov.dispute.domain.states import Party
from ckanext.scigov.dispute.pages import Choices, Shown
from ckanext.scigov.shared import clock

HANDLING = (Capacity.EDITOR, Capacity.ADMIN)
WORK: Mapping[Role | Capacity, Party] = {
    Capacity.EDITOR: Party.HANDLER,
    Capacity.ADMIN: Party.HANDLER,
    Role.STEWARD: Party.HANDLER,
    Role.DECIDER: Party.DECIDER,
}
"""As what somebody works on a dispute; ``parties`` is the rule by which one may be assigned."""
ROLES = tuple(what for what in WORK if isinstance(what, Role))


def of_dispute(dispute: Shown) -> Choices:
    """Return user names and what they are called.

    Whoever has joined as a reporter is refused when he is assigned: the page is not told of him.

    Args:
        dispute: as ``scigov_dispute_show`` answers it to an official of its unit.
    """
    unit = dispute["unit_id"]
    workers = reading.working_for(model.Session(), [unit], ROLES, HANDLING, clock.now())
    author = dispute["reporter"].get("id", "")
    does: dict[tuple[str, str], set[Party]] = {}
    for one in workers:
        if one.user_name != author:
            does.setdefault((one.user_name, one.title), set()).add(WORK[one.what])
    return tuple((name, _called(name, title, parties)) for (name, title), parties in does.items())


def _called(name: str, title: str, parties: set[Party]) -> str:
    work = tk._(", ").join(words.word("party", one.value) for one in Party if one in parties)
    shown = title if title == name else f"{title} ({name})"
    return tk._("{name}: {work}").format(name=shown, work=work)
