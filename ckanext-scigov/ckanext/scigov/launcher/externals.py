"""Services somebody else runs: named by CKAN's own environment variables, never started by us."""

from __future__ import annotations

import dataclasses
import hashlib
import os

from .errors import LauncherError

DATABASES = ("CKAN_SQLALCHEMY_URL", "CKAN_DATASTORE_WRITE_URL", "CKAN_DATASTORE_READ_URL")
REDIS = "CKAN_REDIS_URL"
SOLR = "CKAN_SOLR_URL"
EMBEDDED = ("postgres", "redis")
OF_CKAN = ("web", "worker", "harvester", "scheduler")


@dataclasses.dataclass(frozen=True)
class Externals:
    """Addresses of services that are not ours; empty strings where we run them ourselves."""

    database: str = ""
    datastore: str = ""
    datastore_reader: str = ""
    redis: str = ""
    solr: str = ""

    @classmethod
    def of_environment(cls) -> Externals:
        """Read CKAN's variables; a database of ours and one of theirs cannot be mixed."""
        values = [os.environ.get(name, "") for name in (*DATABASES, REDIS, SOLR)]
        given = [name for name in DATABASES if os.environ.get(name)]
        if given and len(given) < len(DATABASES):
            missing = ", ".join(name for name in DATABASES if name not in given)
            raise LauncherError(
                f"{given[0]} names a database of its own, so these must be set too: {missing}."
            )
        return cls(*values)

    def our_services(self) -> list[str]:
        """Return the names of the services we run, in the order they are started."""
        embedded = {"postgres": not self.database, "redis": not self.redis}
        return [name for name, ours in embedded.items() if ours] + list(OF_CKAN)

    @property
    def key(self) -> str:
        """A short name for this set of services, without the passwords in their addresses."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]
