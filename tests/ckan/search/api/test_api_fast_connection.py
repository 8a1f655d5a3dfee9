"""The connections that are kept: no transaction, and no worse than a new one when it is lost."""

import threading

import pytest
import sqlalchemy as sa

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.search import alone, connection
from ckanext.scigov.search.guarded import guarded
from ckanext.scigov.search.model import SearchDocument

pytestmark = pytest.mark.usefixtures("clean_site", "catalogue")
BACKEND = sa.select(sa.func.pg_backend_pid())


def backend():
    with alone.alone() as kept:
        return kept.execute(BACKEND).scalar()


@pytest.fixture
def asked(api, app, monkeypatch):
    """Ask; returns the names found and whether Flask had to answer."""
    seen = []
    front = app.flask_app.wsgi_app
    behind = front.behind
    monkeypatch.setattr(front, "behind", lambda *given: seen.append(1) or behind(*given))

    def ask(q="数据"):
        seen.clear()
        reply = api.ask({"q": q})
        assert reply.status == 200
        return reply.names, bool(seen)

    return ask


def test_a_search_through_it_begins_no_transaction(asked, count_queries):
    asked()
    with count_queries() as queries:
        assert asked("数据 目录")[1] is False
    # What is new with the lists of its words, the page, settings with titles of groups.
    assert queries.count <= 3
    assert not any("SAVEPOINT" in statement for statement in queries.statements)
    with alone.alone() as kept:
        assert kept.connection.dbapi_connection.autocommit


def test_a_lost_connection_costs_nobody_the_answer(asked):
    names, by_flask = asked()
    assert names
    assert not by_flask
    lost = backend()
    with model.ensure_engine().begin() as other:
        other.execute(sa.select(sa.func.pg_terminate_backend(lost, 5_000)))
    assert asked() == (names, True)
    assert asked() == (names, False)
    assert backend() != lost


def test_requests_at_a_time_have_their_own_and_those_after_each_other_share(asked):
    asked()
    with alone.alone() as kept:
        mine = kept.execute(BACKEND).scalar()
        others = []
        thread = threading.Thread(target=lambda: others.append(backend()))
        thread.start()
        thread.join()
    assert others != [mine]
    assert backend() == mine  # the one that was given back last
    thread = threading.Thread(target=lambda: others.append(backend()))
    thread.start()
    thread.join()
    assert others[-1] == mine


def test_a_write_is_found_through_it_and_what_is_not_committed_is_not(asked):
    assert asked("别的") == ([], False)
    helpers.call_action("package_patch", id="labs", title="别的")
    assert asked("别的") == (["labs"], False)
    model.Session.execute(sa.delete(SearchDocument).where(SearchDocument.name == "labs"))
    assert asked("别的") == (["labs"], False)


def test_settings_of_a_search_do_not_stay(asked):
    """The next statement through it may be anybody's behind a pooler of connections."""
    asked()
    with alone.alone() as kept:
        shown = [
            kept.execute(sa.select(sa.func.current_setting(name))).scalar()
            for name in ("statement_timeout", "enable_seqscan")
        ]
    assert shown == ["0", "on"]


def test_what_takes_several_statements_is_asked_through_the_session(asked, monkeypatch):
    """Words of the notes alone are looked up in SQL: that needs one guard around all."""
    guards = []
    monkeypatch.setattr(connection, "guarded", lambda given: guards.append(given) or guarded(given))
    assert asked("notes:说明")[1] is False
    assert len(guards) == 1
