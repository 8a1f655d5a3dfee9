"""Make the site of the matrix: empty stores, the product's plugins, the test kit's people and entries."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from access_matrix import doubted, doubters, doubting, filing, held, items, parties
from access_matrix.recipes import alias_of
from access_matrix.site import Application, Dispute, Entry, Site, describe

ALWAYS, ACTIVE = "always", "active"
STATES = (ACTIVE, "private", "draft", "deleted")
HISTORIES = (ALWAYS, "raised", "lowered")
"""What an entry was before: the same, open to everybody, or closed to all."""


@contextlib.contextmanager
def made(
    reset_db: Callable[[], None],
    past: tuple[tuple[str, str, str], ...] = (),
    *,
    applied: bool = False,
) -> Iterator[Site]:
    """Load the plugins and fill an empty site, which whoever comes next empties again.

    With an entry of each grade, and of each (grade, state, history) in ``past``.
    ``applied``: with applications, their parties, and an entry of which one data item is granted; and with
    disputes and their reporters.
    """
    import ckan.plugins as p

    from ckanext.scigov.access.testkit import people

    p.load_all()
    reset_db()
    _empty_datastore()
    app = _app()
    with app.flask_app.test_request_context():
        people.ensure()
        entries = [describe(one) for one in _published()]
        entries += [_with_past(*one) for one in past if one[1:] != (ACTIVE, ALWAYS)]
        entries += [items.entry(), *doubted.ensure()] if applied else []
        for prepare in (_name_tables, _follow_all, _use_all):
            prepare(entries)
        held.ensure(entries)
        who = people.listed()
        applications = _apply(who, entries) if applied else ()
        disputes = _doubt(who, entries) if applied else ()
    try:
        yield Site.of(app, who, tuple(entries), people.OWNER, applications, disputes)
    finally:
        p.unload_all()


def _app() -> Any:
    from ckan.tests import helpers

    app = helpers._get_test_app()
    # A view that fails answers with an error page, as on a site.
    app.flask_app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    app.flask_app.testing = False
    return app


def _apply(who: dict[str, Any], entries: list[Entry]) -> tuple[Application, ...]:
    """Make the applications; people and entries get what has come with them."""
    who |= parties.ensure()
    bare = items.without_resources()
    known = {entry.key: entry for entry in entries}
    found = filing.ensure(known[filing.GRADE], known[items.KEY], bare)
    entries.append(items.closed(bare))
    return found


def _doubt(who: dict[str, Any], entries: list[Entry]) -> tuple[Dispute, ...]:
    """Make the disputes; people get those who report."""
    import ckan.plugins.toolkit as tk

    found, names, agency_id = doubters.ensure()
    who |= found
    known = {entry.key: entry for entry in entries}
    for limit in ("person", "network", "mailbox", "visitors"):
        # All of them come from one machine, and the matrix reports as everybody.
        tk.config[f"ckanext.scigov.dispute.most_of_{limit}"] = 100_000
    tk.config["ckanext.scigov.dispute.open_of_place"] = 100_000
    # Without mail a visitor is asked to sign in; nobody reads these letters.
    tk.config["smtp.server"], tk.config["smtp.mail_from"] = "127.0.0.1:9", "portal@example.org"
    return tuple(doubting.ensure(known, names, agency_id))


def _published() -> list[dict[str, Any]]:
    from ckanext.scigov.access.testkit import entries

    return entries.ensure()


def _with_past(grade: str, state: str, history: str) -> Entry:
    """Make an entry that has been something else before."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import entries, people

    grades = {entries.key_of(one): one for one in entries.GRADES}
    key, before = f"{grade}-{state}-{history}", {"raised": 0, "lowered": 5}.get(history)
    first = grades[grade] if before is None else entries.GRADES[before]
    found = entries.ensure_entry(key, first)
    if first != grades[grade]:
        codes = dict(zip(entries.FIELDS, entries.codes_of(grades[grade]), strict=True))
        codes["security_level"] = codes["security_level"] or "unclassified"
        wish = {"dataset_id": found["dataset_id"], "reason": "test", **codes}
        tk.get_action("scigov_access_grade_propose")(people.as_persona("steward"), wish)
        found = entries.ensure_entry(key, grades[grade])
    _put(found["dataset_id"], state)
    return describe(found | {"grade": grade}, state=state, history=history)


def _put(dataset_id: str, state: str) -> None:
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import entries, people

    change = {"private": {"private": True}, "draft": {"state": "draft"}}.get(state)
    if change:
        terms = {name: text for said in entries.TERMS.values() for name, text in said.items()}
        wish = {"id": dataset_id, **terms, **change}
        tk.get_action("package_patch")(people.as_persona("owner_editor"), wish)
    elif state == "deleted":
        tk.get_action("package_delete")(people.as_persona("owner_editor"), {"id": dataset_id})


def _name_tables(entries: list[Entry]) -> None:
    import ckan.plugins.toolkit as tk

    for entry in entries:
        wish = {
            "resource_id": entry.resources["datastore"],
            "aliases": alias_of(entry),
            "force": True,
        }
        tk.get_action("datastore_create")({"ignore_auth": True, "user": ""}, wish)


def _empty_datastore() -> None:
    import sqlalchemy as sa

    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().begin() as connection:
        quote = connection.dialect.identifier_preparer.quote
        for name in sa.inspect(connection).get_table_names():
            if name != "_table_stats":
                connection.execute(sa.text(f"DROP TABLE {quote(name)} CASCADE"))


def _follow_all(entries: list[Entry]) -> None:
    """Let everybody follow everything, as people do who followed an entry before it was closed."""
    from ckan import model

    from ckanext.scigov.access.testkit import people

    for persona in people.PERSONAS[1:]:
        for entry in entries:
            follow = model.UserFollowingDataset(people.user_id(persona), entry.dataset_id)
            model.Session.add(follow)
    model.repo.commit()


def _use_all(entries: list[Entry]) -> None:
    """Let everything have been used this month, closed entries before they were closed."""
    from ckan import model

    from ckanext.scigov.shared import clock
    from ckanext.scigov.shared.calendar import local_day
    from ckanext.scigov.usage.domain.counting import month_of
    from ckanext.scigov.usage.model import Usage

    month = month_of(local_day(clock.now()))
    for entry in entries:
        for resource in ("", *entry.resources.values()):
            used = {"dataset_id": entry.dataset_id, "resource_id": resource, "month": month}
            model.Session.add(Usage(**used, views=3, downloads=2))
    model.repo.commit()
