"""A notice that tells nothing: whoever runs the site sends it to see whether the channels work."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

from ckanext.scigov.notices import service
from ckanext.scigov.notices.domain.words import N_, Words
from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.shared.session import Session


class TrialKind(str, enum.Enum):
    TRIAL = "notices.trial"


WORDS: Mapping[str, Words] = {
    TrialKind.TRIAL: Words(
        N_("A trial message of the portal"),
        N_(
            "The portal sends this message to see whether messages arrive. You need not do anything."
        ),
    )
}


def send(session: Session, user_id: str, now: dt.datetime) -> None:
    """Send one to somebody; each is an event of its own."""
    service.notify(
        session,
        [user_id],
        kind=TrialKind.TRIAL,
        feature="notices",
        object_id="trial",
        path="/notices",
        params={},
        now=now,
        key=random_key(),
    )
