"""What is read out of the docstring of an action."""

from __future__ import annotations

import pytest

from ckanext.scigov.shared.domain.docstrings import Told, pieces, read

WHOLE = """Lend a book.

    It is due after 30 days,
    or earlier.

    Args:
        context: CKAN's; whoever has
            a card.
        data_dict: ``id`` (or signature); ``days``, at most 60.

    Returns:
        The loan, as ``loan_show``.

    Raises:
        ObjectNotFound: it is not there.
        NotAuthorized: the card
            has run out.
        ckan.plugins.toolkit.ValidationError: it is lent; or too many are.
    """


def test_whole_docstring() -> None:
    assert read(WHOLE) == Told(
        summary="Lend a book.",
        details="It is due after 30 days, or earlier.",
        caller="Whoever has a card.",
        inputs="``id`` (or signature); ``days``, at most 60.",
        answer="The loan, as ``loan_show``.",
        errors={
            "NotFound": "It is not there.",
            "NotAuthorized": "The card has run out.",
            "ValidationError": "It is lent; or too many are.",
        },
    )


def test_nothing_but_a_summary() -> None:
    assert read("List books.") == Told("List books.")
    assert read("") == Told("")


def test_context_that_is_ckans_says_nothing_of_the_caller() -> None:
    assert read("Show it.\n\nArgs:\n    context: CKAN's.\n    data_dict: ``id``.\n").caller == ""


@pytest.mark.parametrize(
    ("raises", "errors"),
    [
        ("NotAuthorized.", {"NotAuthorized": ""}),
        ("NotFound, NotAuthorized.", {"NotFound": "", "NotAuthorized": ""}),
        (
            "NotFound, NotAuthorized; ValidationError: it is lent, or torn.",
            {"NotFound": "", "NotAuthorized": "", "ValidationError": "It is lent, or torn."},
        ),
        (
            "NotAuthorized: no card; NotFound for librarians.",
            {"NotAuthorized": "No card.", "NotFound": "For librarians."},
        ),
        (
            "NotFound: no such book.\n    NotFound: no such card.",
            {"NotFound": "No such book. No such card."},
        ),
    ],
)
def test_errors_that_stand_together(raises: str, errors: dict[str, str]) -> None:
    assert read(f"Lend it.\n\nRaises:\n    {raises}\n").errors == errors


def test_inputs_that_are_named() -> None:
    assert read(WHOLE).inputs_named == {"id", "days"}


def test_pieces_tell_code_from_words() -> None:
    assert pieces("``id`` or ``name`` of it") == [
        ("id", True), (" or ", False), ("name", True), (" of it", False),
    ]  # fmt: skip
    assert pieces("") == []
