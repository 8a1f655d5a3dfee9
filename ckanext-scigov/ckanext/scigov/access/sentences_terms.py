"""Terms and conditions in words: what a grant asks of whoever holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.terms import TermsReason

TERMS_REFUSED: dict[Any, Callable[[], str]] = {
    TermsReason.NOT_CONFIRMED: lambda: tk._("Tick the box to accept the terms."),
    TermsReason.OTHER_VERSION: lambda: tk._(
        "The terms are others than you have read. Read the present ones, and accept them."
    ),
    TermsReason.NOT_HOLDER: lambda: tk._(
        "The grant is not for this user. Terms are accepted for whom a grant is for."
    ),
}


def terms(version: str) -> list[str]:
    """Return the articles of a version of the terms. Another text is another of ``terms.VERSIONS``."""
    return {"1": _first, "2": _second}[version]()


def _first() -> list[str]:
    """For data that must not be passed on."""
    return [
        tk._("The data are used for the purpose that the application states, and for no other."),
        tk._(
            "They are not passed on, sold, lent or published, in whole or in part, in their "
            "original form or in another from which they can be restored."
        ),
        tk._(
            "They are kept so that nobody else can reach them, and are deleted when the grant ends."
        ),
        tk._("Whoever learns that they have got out tells the provider at once."),
        tk._(
            "Each download is recorded, and files bear a mark of this grant. Whoever breaks these "
            "terms loses the grant and answers for it under the law."
        ),
    ]


def _second() -> list[str]:
    """For all that is granted by a decision."""
    return [
        tk._("The data are used for the purpose that the application states, and for no other."),
        tk._(
            "Without the consent of their provider they are not passed on, sold, lent or published, in "
            "whole or in part, in their original form or in another from which they can be restored."
        ),
        tk._(
            "They are kept so that nobody else can reach them, and are deleted when the grant ends."
        ),
        tk._("Whoever learns that they have got out tells the provider at once."),
        tk._(
            "Each download is recorded. The conditions of the grant hold besides these terms. Whoever "
            "breaks them loses the grant and answers for it under the law."
        ),
    ]


def conditions(obligations: Obligations) -> list[str]:
    """Return the conditions of a grant, one sentence each; none when there are none."""
    found: list[str] = []
    if obligations.watermark:
        found.append(tk._("Files and answers bear the number of the grant."))
    if obligations.query_only:
        found.append(tk._("Rows can be looked up; the whole table cannot be downloaded."))
    if obligations.most_rows:
        text = tk._("An answer has at most {number} rows.")
        found.append(text.format(number=f"{obligations.most_rows:,}"))
    if obligations.most_requests_a_day:
        text = tk._("At most {number} requests for data a day.")
        found.append(text.format(number=f"{obligations.most_requests_a_day:,}"))
    if obligations.no_onward_transfer:
        found.append(tk._("The data must not be passed on to others."))
    return found
