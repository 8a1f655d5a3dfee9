"""People who are told, words of a feature, a clock that is moved, and servers that come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from mail_server import MailServer

from ckan import model
from ckan.lib import jobs as rq_jobs
from ckan.tests import factories

from ckanext.scigov.notices import service
from ckanext.scigov.notices.domain.params import Code, Title
from ckanext.scigov.shared import dispatch

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
GIVEN = {"title": Title("立项清单"), "state": Code("approved")}


@pytest.fixture(autouse=True)
def _stopped_clock(at: Callable[[dt.datetime], None]) -> None:
    at(NOW)


@pytest.fixture
def clerk() -> dict[str, Any]:
    return factories.UserWithToken(name="clerk", fullname="经办人", email="clerk@example.org")


@pytest.fixture
def colleague() -> dict[str, Any]:
    return factories.UserWithToken(name="colleague", fullname="同事", email="colleague@example.org")


@pytest.fixture
def tell() -> Callable[..., int]:
    """``tell(user, …, key="1")``: a decision is told and committed; returns to how many."""

    def run(*users: dict[str, Any], key: str = "1", commit: bool = True, **changes: Any) -> int:
        event = {
            "kind": "test.decided", "feature": "test", "object_id": "a1",
            "path": "/dataset/?q=清单", "params": GIVEN, "now": NOW, "key": key, **changes,
        }  # fmt: skip
        told = service.notify(model.Session(), [user["id"] for user in users], **event)
        if commit:
            model.Session.commit()
        return told

    return run


@pytest.fixture
def work(at: Callable[[dt.datetime], None]) -> Callable[..., list[str]]:
    """``work(moment)``: a turn of the scheduler, and the worker does all of it; returns the errors."""

    def run(moment: dt.datetime = NOW) -> list[str]:
        at(moment)
        dispatch.recover(moment)
        dispatch.dispatch(moment)
        errors = []
        for job in list(rq_jobs.get_queue().jobs):
            try:
                dispatch.run_entry(job.args[0])
            except Exception as error:  # noqa: BLE001
                errors.append(f"{type(error).__name__}: {error}")
        rq_jobs.get_queue().empty()
        return errors

    return run


@pytest.fixture
def entries() -> Callable[[], list[Any]]:
    from ckanext.scigov.shared.model import OutboxEntry

    def read() -> list[Any]:
        model.Session.expire_all()
        wanted = OutboxEntry.name == service.DELIVER_JOB
        query = sa.select(OutboxEntry).where(wanted).order_by(OutboxEntry.key)
        return list(model.Session.scalars(query))

    return read


@pytest.fixture
def rows() -> Callable[[], list[Any]]:
    from ckanext.scigov.notices.model import NoticeRow

    def read() -> list[Any]:
        model.Session.expire_all()
        order = (NoticeRow.created_at, NoticeRow.key, NoticeRow.user_id)
        return list(model.Session.scalars(sa.select(NoticeRow).order_by(*order)))

    return read


@pytest.fixture
def post_office(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that the site is told of, and that is not started yet."""
    server = MailServer()
    monkeypatch.setitem(ckan_config, "smtp.server", server.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    yield server
    server.stop()


@pytest.fixture
def ask(app: Any) -> Callable[..., Any]:
    def send(user: dict[str, Any] | None, path: str, **form: Any) -> Any:
        headers = {"Authorization": user["token"]} if user else {}
        client = app.test_client(use_cookies=False)
        if form:
            return client.post(path, data=form, headers=headers, follow_redirects=False)
        return client.get(path, headers=headers, follow_redirects=False)

    return send
