"""The one table from our errors to CKAN's."""

import enum

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused, StaleVersion
from ckanext.scigov.shared.toolkit_errors import translated


class Reason(enum.Enum):
    TOO_LATE = "too_late"


SENTENCES = {Reason.TOO_LATE: lambda: "It ended on %(day)s."}


def raising(error):
    @translated(SENTENCES)
    def action():
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (NotVisible(), tk.ObjectNotFound),
        (Denied(Reason.TOO_LATE), tk.NotAuthorized),
        (Refused(Refusal(Reason.TOO_LATE, values={"day": "2026-10-15"})), tk.ValidationError),
        (StaleVersion(), tk.ValidationError),
    ],
)
def test_each_error_becomes_its_exception(app, error, expected):
    with app.flask_app.test_request_context(), pytest.raises(expected):
        raising(error)()


def test_a_refusal_stands_at_its_field_with_its_values(app):
    refused = Refused(
        Refusal(Reason.TOO_LATE, "due_on", {"day": "2026-10-15"}),
        Refusal(Reason.TOO_LATE, values={"day": "2026-10-16"}),
    )
    with app.flask_app.test_request_context(), pytest.raises(tk.ValidationError) as caught:
        raising(refused)()
    assert caught.value.error_dict == {
        "due_on": ["It ended on 2026-10-15."],
        "state": ["It ended on 2026-10-16."],
    }


def test_what_returns_is_returned():
    assert translated(SENTENCES)(lambda: 7)() == 7
