"""Tables that are disputed, and those who look at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from graded_files import create, grade_item
from grades_given import CLOSED, OPEN


@dataclass(frozen=True, slots=True)
class Disputed:
    dataset_id: str
    resource_id: str


@pytest.fixture
def disputed(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., Disputed]:
    """Publish an open dataset with a table, as its editor; the site is empty before.

    ``disputed(rows, items=…, closed="column", is_open=False, kinds={"v": "numeric"}, **entry)``
    """
    import comparing

    from ckan import model

    def make(
        rows: Sequence[Mapping[str, str]] = (),
        *,
        items: Sequence[Mapping[str, str]] = (),
        closed: str = "",
        is_open: bool = True,
        kinds: Mapping[str, str] | None = None,
        **fields: Any,
    ) -> Disputed:
        grade = OPEN if is_open else CLOSED
        link = {"name": "表", "url": "http://example.gov.cn/canary-url.csv", "format": "CSV"}
        if items:
            link["data_items"] = [dict(one) for one in items]
        dataset_id, resource_id = create({**entry, **grade, **fields}, link)
        if rows:
            comparing.put(resource_id, rows, {**dict.fromkeys(rows[0], "text"), **(kinds or {})})
        if closed:
            grade_item(dataset_id, resource_id, closed)
        model.Session.commit()
        return Disputed(dataset_id, resource_id)

    return make


@pytest.fixture
def owner(owner_editor: dict[str, Any]) -> Callable[[], Any]:
    """Return what the editor is and holds now."""
    from ckan import model

    from ckanext.scigov.access.asking import principal_of_user

    return lambda: principal_of_user(model.User.get(owner_editor["name"]))


@pytest.fixture
def province(at: Callable[[dt.datetime], None], clean_site: None) -> Iterator[None]:
    """Providers, an agency, people and datasets, at a moment that does not pass."""
    import applying

    from ckan import model

    at(applying.NOW)
    applying.build()
    yield
    model.Session.remove()


@pytest.fixture
def settings_of(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of disputes: ``settings_of(is_moderated=False)``."""

    def change(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setitem(ckan_config, f"ckanext.scigov.dispute.{name}", value)

    return change


@pytest.fixture(autouse=True)
def mail_is_sent(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site says that it sends mail: visitors can report. Nobody listens there."""
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:9")
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")


@pytest.fixture
def unlimited(settings_of: Callable[..., None]) -> None:
    """As many reports as a test writes are taken."""
    limited = ("person", "network", "mailbox", "visitors")
    settings_of(**{f"most_of_{one}": 100_000 for one in limited})


@pytest.fixture
def visit(request: pytest.FixtureRequest, app: Any) -> Callable[..., Any]:
    """Ask for a page, or send a form, as somebody: ``visit("citizen", "/disputes/new?dataset=free")``.

    In the province, unless the test publishes datasets of its own.
    """
    if "disputed" not in request.fixturenames:
        request.getfixturevalue("province")

    from ckan import model
    from ckan.tests import helpers

    def go(name: str, path: str, form: dict[str, Any] | None = None, **more: Any) -> Any:
        user = model.User.get(name) if name else None
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        asked = {"headers": headers | more.pop("headers", {}), "follow_redirects": False, **more}
        return app.get(path, **asked) if form is None else app.post(path, data=form, **asked)

    return go


@pytest.fixture
def answered(app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, str]]:
    """Return the fields of the question on forms, answered; the question is always the same one."""
    from ckanext.scigov.shared import challenge, clock
    from ckanext.scigov.shared.domain.challenge import Kind, Question

    asked = Question(Kind.SUM, (3, 5))
    monkeypatch.setattr(challenge, "question", lambda _source: asked)

    def answer() -> dict[str, str]:
        with app.flask_app.test_request_context():
            made = challenge.issue(clock.now() - dt.timedelta(seconds=20))
        return {"challenge_token": made.token, "challenge_answer": "八"}

    return answer


@pytest.fixture
def post_office(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A mail server that the site is told of; it runs."""
    from mail_server import MailServer

    server = MailServer()
    monkeypatch.setitem(ckan_config, "smtp.server", server.address)
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@example.org")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def work() -> Callable[[], list[str]]:
    """Let the worker do all that waits; return what went wrong."""
    from ckan.lib import jobs as rq_jobs

    from ckanext.scigov.shared import clock, dispatch

    def run() -> list[str]:
        dispatch.dispatch(clock.now())
        errors: list[str] = []
        for job in list(rq_jobs.get_queue().jobs):
            try:
                dispatch.run_entry(job.args[0])
            except Exception as error:  # noqa: BLE001
                errors.append(f"{type(error).__name__}: {error}")
        rq_jobs.get_queue().empty()
        return errors

    return run


@pytest.fixture(autouse=True)
def history_is_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test has done: each dispute is what its history says."""
    yield
    if "province" in request.fixturenames:
        from disputing import disagreements

        assert disagreements() == []
