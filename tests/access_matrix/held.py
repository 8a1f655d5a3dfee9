"""What the kit's department holds from outside: a line of the register for each entry of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from access_matrix.site import Entry

DAY = dt.date(2026, 1, 15)


def line_of(dataset_id: str) -> str:
    """Return the id of the line about an entry."""
    return f"held-{dataset_id}"


def ensure(entries: Iterable[Entry]) -> None:
    """Write a line about each entry; nothing in it but the entry is anybody's secret."""
    from ckan import model

    from ckanext.scigov.intake.model import Outside
    from ckanext.scigov.shared import clock

    for one in entries:
        package = model.Package.get(one.dataset_id)
        line = Outside(
            id=line_of(one.dataset_id), title="外部数据", provider_id=package.owner_org, body="外部单位",
            body_code="", basis="", purpose="", terms="", contract_number="", asked_on=DAY,
            dataset_id=one.dataset_id, state="asked", note="", set_by="", set_at=clock.now(),
        )  # fmt: skip
        model.Session.add(line)
    model.Session.commit()
