"""To whom a part can be assigned: who works on its provider's applications, and does not apply himself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.service import reading
from ckanext.scigov.access.service.reading import Worker
from ckanext.scigov.application import words
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.application.pages import Shown, Staff
from ckanext.scigov.shared import clock

HANDLING = (Capacity.EDITOR, Capacity.ADMIN)
WORK: Mapping[Role | Capacity, Party] = {
    Capacity.EDITOR: Party.HANDLER,
    Capacity.ADMIN: Party.HANDLER,
    Role.STEWARD: Party.HANDLER,
    Role.REVIEWER: Party.REVIEWER,
    Role.DECIDER: Party.DECIDER,
}
"""As what somebody works on an application; ``parties`` is the rule by which one may be assigned."""
ROLES = tuple(what for what in WORK if isinstance(what, Role))


def by_provider(filings: Iterable[Shown]) -> tuple[Staff, ...]:
    """Return to whom those parts of applications can be assigned that the reader may assign.

    The number of statements does not depend on how many there are. Who applies in all of a provider's
    applications is left out; of one who applies in some, assigning itself refuses those.
    """
    rows = [
        (part["provider_id"], part["provider_title"], filing)
        for filing in filings
        for part in filing["parts"]
        if "assign" in part["steps"]
    ]
    titles = {provider_id: title for provider_id, title, _filing in rows}
    session, now = model.Session(), clock.now()
    workers = reading.working_for(session, titles, ROLES, HANDLING, now)
    agencies = reading.agencies_of(session, {one.user_id for one in workers})
    asking = {name: [one for of, _title, one in rows if of == name] for name in titles}
    fit = [
        one
        for one in workers
        if not all(_applies(one, filing, agencies) for filing in asking[one.provider_id])
    ]
    found = (
        Staff(title, _people(one for one in fit if one.provider_id == provider_id))
        for provider_id, title in titles.items()
    )
    return tuple(sorted(found, key=lambda one: one.provider))


def of_part(filing: Shown, part: Shown) -> tuple[tuple[str, str], ...]:
    """Return user names and what they are called, of those to whom one part can be assigned."""
    found = by_provider([{**filing, "parts": [part]}])
    return found[0].people if found else ()


def _applies(worker: Worker, filing: Shown, agencies: Mapping[str, set[str]]) -> bool:
    """Say whether somebody is no official here: the rule ``parties.is_own``."""
    people = {filing["applicant"]["user_id"], *(one["id"] for one in filing["handlers"])}
    is_member = filing["applicant"]["agency_id"] in agencies.get(worker.user_id, ())
    return worker.user_id in people or is_member


def _people(workers: Iterable[Worker]) -> tuple[tuple[str, str], ...]:
    """Return each once, with all that he does."""
    does: dict[tuple[str, str], set[Party]] = {}
    for one in workers:
        does.setdefault((one.user_name, one.title), set()).add(WORK[one.what])
    return tuple((name, _called(name, title, parties)) for (name, title), parties in does.items())


def _called(name: str, title: str, parties: set[Party]) -> str:
    work = tk._(", ").join(words.word("party", one.value) for one in Party if one in parties)
    shown = title if title == name else f"{title} ({name})"
    return tk._("{name}: {work}").format(name=shown, work=work)
