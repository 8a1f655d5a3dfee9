"""Who does something, and when; and that it is put on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class By:
    actor: Actor
    now: dt.datetime

    @property
    def user_id(self) -> str:
        return self.actor.user_id

    def record(
        self, session: Session, event: str, object_type: str, object_id: str, **detail: Any
    ) -> None:
        """Write the act's audit row into its transaction; moments are written as ISO 8601."""
        audit.record(
            session,
            actor=self.actor,
            event=event,
            object_type=object_type,
            object_id=object_id,
            now=self.now,
            detail={name: _as_json(value) for name, value in detail.items()},
        )


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value
