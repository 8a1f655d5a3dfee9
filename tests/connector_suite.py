"""What every connector does, whatever its source is: each connector's tests subclass ``ConnectorSuite``.

A subclass gives a ``case`` fixture: a ``Case`` with a source of at least three pages. Nothing here needs
CKAN, so that connectors can be tested with the pure rules.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from ckanext.scigov.intake.contract import Checkpoint, Connector, Item, Page, Raw, SourceFailed

SECRET = "geheimnis-7f3a91"
"""A case's connectors are wired with this where they take a credential."""


class Case:
    """A source with known records, and what can be done to it."""

    keys: list[str]
    """The identities of its records, in the order it lists them."""
    breaks: Mapping[str, Callable[[], None]] = {}
    """Name → what breaks the source in that way, so that it cannot be read to its end."""
    is_conditional = False
    """It can say that nothing has changed."""
    broken_pages = 1
    """How many pages are read before it is broken."""

    def connector(self, known: Mapping[str, str] | None = None) -> Connector:
        """Make a connector for a run."""
        raise NotImplementedError

    def key(self, raw: Raw) -> str:
        """Return the identity of a record."""
        raise NotImplementedError

    def mend(self) -> None:
        """Make the source as it was."""

    def forget(self, key: str) -> None:
        """Let the source not know a record any more when it is read."""


def listed(connector: Connector, after: Checkpoint | None = None) -> list[Page]:
    try:
        return list(connector.pages(after))
    finally:
        connector.close()


def keys_of(case: Case, pages: Iterable[Page]) -> list[str]:
    return [case.key(item.raw) for page in pages for item in page.items]


def failure(connector: Connector, after: Checkpoint | None = None) -> tuple[str, dict[str, Any]]:
    """List a source that cannot be listed; return why."""
    with pytest.raises(SourceFailed) as failed:
        listed(connector, after)
    assert SECRET not in told(failed.value)
    return failed.value.cause, failed.value.detail


def noticed(pages: Iterable[Page]) -> list[tuple[str, dict[str, Any]]]:
    return [(one.cause, dict(one.detail)) for page in pages for one in page.noticed]


def as_stored(value: Any) -> Any:
    return json.loads(json.dumps(value, allow_nan=False))


def told(failed: BaseException) -> str:
    """Return all that an exception and those behind it say."""
    return "".join(traceback.format_exception(failed)) + repr(failed) + repr(vars(failed))


class ConnectorSuite:
    @pytest.fixture
    def case(self) -> Case:
        raise NotImplementedError

    def test_the_whole_source_is_listed_once_in_order(self, case: Case) -> None:
        pages = listed(case.connector())
        assert keys_of(case, pages) == case.keys
        assert len([page for page in pages if page.items]) >= 3, "A case has several pages."
        assert [page.following is None for page in pages] == [False] * (len(pages) - 1) + [True]
        assert [list(page.unreadable) for page in pages] == [[]] * len(pages)
        assert [page.is_unchanged for page in pages] == [False] * len(pages)

    def test_it_goes_on_from_every_checkpoint(self, case: Case) -> None:
        pages = listed(case.connector())
        for position, page in enumerate(pages[:-1], 1):
            rest = listed(case.connector(), as_stored(page.following))
            assert keys_of(case, rest) == keys_of(case, pages[position:])

    def test_a_connector_that_stopped_between_two_pages_goes_on(self, case: Case) -> None:
        connector = case.connector()
        pages = connector.pages(None)
        first = next(pages)
        connector.close()
        rest = listed(case.connector(), as_stored(first.following))
        assert keys_of(case, [first, *rest]) == case.keys

    def test_records_are_values_that_json_has(self, case: Case) -> None:
        for page in listed(case.connector()):
            for item in page.items:
                assert as_stored(dict(item.raw)) == dict(item.raw)
                assert isinstance(item.version, str)
            assert as_stored(dict(page.known)) == dict(page.known)

    def test_the_total_is_the_number_of_records(self, case: Case) -> None:
        totals = {page.total for page in listed(case.connector())}
        assert totals <= {None, len(case.keys)}

    def test_a_broken_source_fails_and_never_ends(self, case: Case) -> None:
        assert case.breaks, "A case can be broken."
        for name, spoil in case.breaks.items():
            case.mend()
            connector, came = case.connector(), list[Page]()
            pages = connector.pages(None)
            came.extend(next(pages) for _ in range(case.broken_pages))
            spoil()
            with pytest.raises(SourceFailed) as failed:
                came.extend(pages)
            connector.close()
            assert failed.value.cause, name
            assert as_stored(failed.value.detail) == failed.value.detail, name
            # What had come is right, and there is more.
            keys = keys_of(case, came)
            assert keys == case.keys[: len(keys)], name
            assert len(keys) < len(case.keys), name

    def test_what_has_not_changed_is_said_to_be_unchanged(self, case: Case) -> None:
        known = as_stored(dict(listed(case.connector())[-1].known))
        again = listed(case.connector(known))
        if case.is_conditional:
            assert known
            assert [(page.is_unchanged, list(page.items), page.following) for page in again] == [
                (True, [], None)
            ]
            assert dict(again[0].known) == known
        else:
            assert keys_of(case, again) == case.keys

    def test_a_record_is_read_whole(self, case: Case) -> None:
        connector = case.connector()
        for page in connector.pages(None):
            for item in page.items:
                if not item.is_whole:
                    whole = connector.read(item)
                    assert case.key(whole) == case.key(item.raw)
                    assert as_stored(dict(whole)) == dict(whole)
        connector.close()

    def test_a_record_that_the_source_does_not_know_any_more(self, case: Case) -> None:
        connector = case.connector()
        first: Item = next(iter(connector.pages(None))).items[0]
        case.forget(case.key(first.raw))
        if not first.is_whole:
            with pytest.raises(KeyError) as unknown:
                connector.read(first)
            assert SECRET not in told(unknown.value)
        connector.close()

    def test_it_may_be_closed_twice(self, case: Case) -> None:
        connector = case.connector()
        next(iter(connector.pages(None)))
        connector.close()
        connector.close()
        unused = case.connector()
        unused.close()
        unused.close()

    def test_no_secret_is_told(self, case: Case, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        for page in listed(case.connector()):
            assert SECRET not in repr(page)
        for name, spoil in case.breaks.items():
            case.mend()
            connector = case.connector()
            pages = connector.pages(None)
            for _ in range(case.broken_pages):
                next(pages)
            spoil()
            with pytest.raises(SourceFailed) as failed:
                list(pages)
            assert SECRET not in told(failed.value), name
            assert SECRET not in repr(connector), name
            connector.close()
        assert SECRET not in caplog.text
