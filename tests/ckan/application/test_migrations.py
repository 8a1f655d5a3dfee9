"""The migrations make what the models say, can be taken back, and let the history only grow."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from applying import events_of, submitted
from migrating import differences

from ckan import model
from ckan.cli import db

OURS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'scigov_application%' UNION SELECT proname FROM pg_proc WHERE proname LIKE 'scigov_application%' UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE 'scigov_application%'"


def made() -> set[str]:
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migrations_agree(clean_site) -> None:
    assert differences("scigov_application") == []


def test_down_and_up_again(clean_site) -> None:
    before = made()
    assert {"scigov_application_event", "scigov_application_event_kept"} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_application", None, forward=False)
        assert {name for name in made() if "alembic" not in name} == set()
    finally:
        db._run_migrations("scigov_application")
    assert made() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scigov_application_event SET reason = 'x'",
        "DELETE FROM scigov_application_event",
        "TRUNCATE scigov_application_event",
    ],
)
def test_a_history_only_grows(province, statement: str) -> None:
    id_ = submitted("plan")
    before = [event.id for event in events_of(id_)]
    model.Session.rollback()
    with (
        model.ensure_engine().connect() as connection,
        pytest.raises(sa.exc.ProgrammingError, match="history of applications only grows"),
    ):
        connection.execute(sa.text(statement))
    assert [event.id for event in events_of(id_)] == before
