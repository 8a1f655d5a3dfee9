"""Which hosts a source's connection may go to, and which files of this machine it may read."""

from __future__ import annotations

from pathlib import Path

from ckanext.scigov.intake.connector_settings import N_, WrongSetting
from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared.connecting import NotFetched, resolve
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import NotAllowed, Rules

NO_FOLDER = N_(
    "This source reads files of this machine ({key}), and the site has no folder for them. Have an administrator "
    "set the option ckanext.scigov.intake.folder to the folder where files of sources are dropped."
)
OUTSIDE = N_("The setting {key} leads out of the folder for files of sources.")


def rules_for(wiring: Wiring, host: str, port: int) -> Rules:
    """Return that the source's own port may be asked and, of one marked internal, that its host may be private.

    Both are part of what was approved. What is no host at all (the metadata service of a cloud, a
    link-local address) stays forbidden for internal sources, too.
    """
    hosts = (
        frozenset({host.strip().rstrip(".").lower()}) if wiring.is_internal else frozenset[str]()
    )
    return Rules(ports=frozenset({80, 443, port}), hosts=hosts)


def judged(wiring: Wiring, host: str, port: int) -> list[str]:
    """Return the addresses that a host's name leads to, all of which may be asked.

    A connection goes to one of these and asks the name service no second time.

    Raises:
        SourceFailed: there is no such host, or it may not be asked.
    """
    try:
        return addresses.choose(host.lower(), resolve(host, port), rules_for(wiring, host, port))
    except NotFetched:
        raise SourceFailed(Cause.UNREACHABLE.value, {"host": host}) from None
    except NotAllowed:
        raise SourceFailed(Cause.ADDRESS_NOT_ALLOWED.value, {"host": host}) from None


def inside(folder: str, relative: str, key: str) -> Path:
    """Return a path below the folder that sources may read, wherever links would lead.

    Raises:
        WrongSetting: there is no such folder, or the path that ``key`` gives leaves it.
    """
    if not folder:
        raise WrongSetting(NO_FOLDER, key=key)
    root = Path(folder).resolve()
    found = (root / relative).resolve()
    if found != root and root not in found.parents:
        raise WrongSetting(OUTSIDE, key=key)
    return found
