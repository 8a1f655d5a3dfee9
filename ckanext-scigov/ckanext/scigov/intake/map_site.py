"""What the site says of the entries that a mapping would make; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.intake.pipeline.judging import Judge
from ckanext.scigov.intake.pipeline.organizations import Providers
from ckanext.scigov.intake.pipeline.previewing import UNNAMED
from ckanext.scigov.shared.session import Session


class Site:
    """Providers and validators as a run asks them."""

    def __init__(self, session: Session) -> None:
        self._providers, self._judge = Providers(session), Judge()

    def has_provider(self, name: str) -> bool:
        return self._providers.id_of(name) is not None

    def judge(
        self, entry: Mapping[str, Any], provider: str
    ) -> tuple[Sequence[str], Sequence[str]] | None:
        """Return the gaps that the entry would list and the fields that are refused.

        None where it has no provider: what the entry would take over from his profile is not known.
        """
        provider_id = self._providers.id_of(provider)
        if provider_id is None:
            return None
        judged = self._judge.judge({**entry, "owner_org": provider_id, "name": UNNAMED})
        if judged.errors:
            return None if "owner_org" in judged.errors else ((), tuple(judged.errors))
        extras = {one["key"]: one["value"] for one in judged.entry.get("extras") or ()}
        return tuple(json.loads(extras.get("missing_fields") or "[]")), ()
