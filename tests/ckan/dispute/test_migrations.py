"""The migrations make what the models say, can be taken back, and let the history only grow."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from disputing import events_of, reported
from migrating import differences

from ckan import model
from ckan.cli import db

OURS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'scigov_dispute%' UNION SELECT proname FROM pg_proc WHERE proname LIKE 'scigov_dispute%' UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE 'scigov_dispute%'"


def made() -> set[str]:
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migrations_agree(clean_site) -> None:
    assert differences("scigov_dispute") == []


def test_down_and_up_again(clean_site) -> None:
    before = made()
    assert {"scigov_dispute_event", "scigov_dispute_event_kept"} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_dispute", None, forward=False)
        assert {name for name in made() if "alembic" not in name} == set()
    finally:
        db._run_migrations("scigov_dispute")
    assert made() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scigov_dispute_event SET reason = 'x'",
        "DELETE FROM scigov_dispute_event",
        "TRUNCATE scigov_dispute_event",
    ],
)
def test_a_history_only_grows(province, statement: str) -> None:
    id_ = reported()
    before = [event.id for event in events_of(id_)]
    model.Session.rollback()
    with (
        model.ensure_engine().connect() as connection,
        pytest.raises(sa.exc.ProgrammingError, match="history of disputes only grows"),
    ):
        connection.execute(sa.text(statement))
    assert [event.id for event in events_of(id_)] == before
