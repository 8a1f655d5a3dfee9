"""A log in the database that tests seal, damage and verify."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import orm

KEY_SECRET = "only-for-the-test-suite-0123456789"
NOON = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.timezone.utc)


class SiteLog:
    """The audit log of the test's site."""

    def __init__(self, anchors: Path) -> None:
        from ckan import model

        self.anchors = anchors
        self.engine: sa.Engine = model.ensure_engine()

    def write(self, number: int = 1, *, session: orm.Session | None = None, **fields: Any) -> None:
        """Write events that are committed, or leave that to the one whose session is given."""
        from ckanext.scigov.audit import service
        from ckanext.scigov.shared.actors import Actor

        with contextlib.ExitStack() as stack:
            used = session or stack.enter_context(orm.Session(self.engine))
            given = {"now": NOON, "detail": {"title": "科技计划", "share": 0.5}, **fields}
            for _ in range(number):
                service.record(
                    used,
                    actor=Actor(user_id="u1", name="owner_editor"),
                    event="dataset.create",
                    object_type="dataset",
                    object_id="d1",
                    **given,
                )
                used.flush()
            if session is None:
                used.commit()

    def seal(self, **options: Any) -> tuple[int, int] | None:
        """Return how many seals were made and how many events are in them."""
        from ckanext.scigov.audit import sealing
        from ckanext.scigov.audit.domain.seals import derive_key

        given = {"key": derive_key(KEY_SECRET), "anchors": self.anchors, "now": NOON, **options}
        done = sealing.seal(self.engine, **given)
        return (done.seals, done.events) if done else None

    def forget(self, **options: Any) -> int:
        """Run the retention on what is from noon; return how many events went."""
        from ckanext.scigov.audit import retention
        from ckanext.scigov.audit.domain.seals import derive_key

        later = NOON + dt.timedelta(days=1)
        given = {"key": derive_key(KEY_SECRET), "older_than": later, "now": later, **options}
        return retention.forget_old(self.engine, **given)

    def findings(self) -> list[tuple[str, str]]:
        """Return kind and text of all that is wrong."""
        from ckanext.scigov.audit import verifying
        from ckanext.scigov.audit.domain.seals import derive_key

        found: list[tuple[str, str]] = []
        self.report = verifying.verify(
            self.engine,
            keys=[derive_key(KEY_SECRET)],
            anchors=self.anchors,
            say=lambda finding: found.append((finding.kind.value, finding.text)),
        )
        assert self.report.findings == len(found)
        return found

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.findings()]

    def ids(self) -> list[int]:
        """Return the numbers of all events, lowest first."""
        with self.engine.connect() as connection:
            query = sa.text("SELECT id FROM scigov_audit_event ORDER BY id")
            return list(connection.scalars(query))

    def damage(self, statement: str, **values: Any) -> int:
        """Do to the tables what nobody may do: a superuser lets the triggers sleep."""
        with self.engine.begin() as connection:
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            return connection.execute(sa.text(statement), values).rowcount


@pytest.fixture
def anchors(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The anchor file of one test."""
    path = tmp_path / "anchors" / "anchors.jsonl"
    monkeypatch.setitem(ckan_config, "ckanext.scigov.audit.anchor_path", str(path))
    return path


@pytest.fixture
def site_log(clean_db: None, with_plugins: None, anchors: Path) -> Iterator[SiteLog]:
    """An empty log."""
    from ckan import model

    yield SiteLog(anchors)
    model.Session.remove()


@pytest.fixture
def sealed(site_log: SiteLog) -> SiteLog:
    """Six events in three seals of two, anchored."""
    for _ in range(3):
        site_log.write(2)
        assert site_log.seal() == (1, 2)
    return site_log


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is logged: alembic, whose migrations ran before, has switched older loggers off."""
    from ckanext.scigov.audit import jobs, retention

    for module in (jobs, retention):
        monkeypatch.setattr(module.log, "disabled", False)
    return caplog
