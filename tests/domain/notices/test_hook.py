"""What another system is sent."""

from __future__ import annotations

import datetime as dt
import json

from ckanext.scigov.notices.domain import hook
from ckanext.scigov.notices.domain.notices import Message, Recipient

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
MESSAGE = Message(
    id="n1",
    kind="application.decided",
    recipient=Recipient("u1", "zhang", "编目员", "z@example.org", "zh_Hans_CN"),
    subject="已决定",
    body="请查看。",
    url="https://data.example/applications/a1",
    created=NOW,
)
SECRET = "only-for-the-test"


def test_the_body_names_the_person_and_not_his_address():
    assert json.loads(hook.body(MESSAGE)) == {
        "id": "n1",
        "kind": "application.decided",
        "created": "2026-09-24T01:00:00+00:00",
        "recipient": {"id": "u1", "name": "zhang", "display_name": "编目员"},
        "language": "zh_Hans_CN",
        "subject": "已决定",
        "body": "请查看。",
        "url": "https://data.example/applications/a1",
    }


def test_the_headers_prove_body_and_moment():
    assert hook.headers(MESSAGE, b"{}", SECRET, NOW) == {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": "n1",
        "X-Scigov-Timestamp": "1790211600",
        # printf '1790211600.{}' | openssl dgst -sha256 -hmac only-for-the-test
        "X-Scigov-Signature": "sha256=9d389e7155ce6c10eb57500b4e70726095804cd46b3853984ffdc35f7ca58460",
    }


def test_another_secret_body_or_moment_is_another_signature():
    first = hook.signature(b"{}", SECRET, "1")
    others = {
        hook.signature(b"{}", "another", "1"),
        hook.signature(b"[]", SECRET, "1"),
        hook.signature(b"{}", SECRET, "2"),
    }
    assert first not in others
    assert len(others) == 3
