"""What a feature implements so that access and it agree on grants that it has given."""

from __future__ import annotations

import ckan.plugins as p

from ckanext.scigov.audit.acts import By
from ckanext.scigov.shared.session import Session


class IGrantSource(p.Interface):
    """Gives grants by decisions of its own, and keeps a record of them that has to agree."""

    def take_back(self, session: Session, grant_number: str, reason: str, by: By) -> bool:
        """End a grant that somebody revokes, the way whoever has given it ends one.

        It is called before the grant is locked, in the transaction of the revocation: an implementation
        locks its own record, ends the grant by ``access.service.grants.end`` and flushes.

        Returns:
            Whether it was one of its own, and has been ended.
        """
        return False


def taken_back(session: Session, grant_number: str, reason: str, by: By) -> bool:
    """Let whoever has given a grant end it; say whether anybody has."""
    plugins = p.PluginImplementations(IGrantSource)
    return any(one.take_back(session, grant_number, reason, by) for one in plugins)
