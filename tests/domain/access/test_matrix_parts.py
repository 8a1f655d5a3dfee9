"""The parts of the matrix that decide what counts as seen, and what is asked."""

from __future__ import annotations

import base64
import gzip
import io
import itertools
import json
import zipfile
import zlib
from types import SimpleNamespace

import pytest
from access_matrix import expected, oracle, pairs

WORD = "kqabcdefghijklmnop"
ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> SimpleNamespace:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(status=status, headers=named, get_data=lambda: body)


def zipped(text: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("sheet.xml", text)
    return file.getvalue()


@pytest.mark.parametrize(
    "shown",
    [
        answer(b"<b>" + WORD.encode() + b"</b>"),
        answer(WORD.upper().encode()),
        answer(json.dumps({"a": json.dumps({"b": WORD})}).encode()),
        answer(gzip.compress(WORD.encode())),
        answer(gzip.compress(zipped(WORD.encode()))),
        answer(Location=f"http://example.org/{WORD}.csv"),
        answer(ETag=f'"{WORD}"'),
        answer(Set_Cookie="ckan=" + base64.urlsafe_b64encode(b"x" * 20 + WORD.encode()).decode()),
        answer(
            Set_Cookie="ckan=." + base64.urlsafe_b64encode(zlib.compress(WORD.encode())).decode()
        ),
        answer(status=f"200 {WORD}"),
    ],
)
def test_a_canary_is_seen_wherever_it_is(shown: SimpleNamespace):
    assert oracle.seen(shown, {WORD, ID}) == {WORD}


def test_what_was_asked_is_no_news():
    body = f"{ID} {WORD}".encode()
    assert oracle.seen(answer(body), {WORD, ID}, f'{{"id": "{ID}"}}') == {WORD}
    assert oracle.seen(answer(b"\x1f\x8bnot packed"), {WORD}) == set()


@pytest.mark.parametrize("columns", [(("a", "b"), ("c", "d"), ("e", "f")), (("a",), ("b", "c"))])
def test_every_two_values_meet(columns: tuple[tuple[str, ...], ...]):
    rows = pairs.covering(columns)
    met = set().union(*(pairs.pairs_of(row) for row in rows))
    for (i, first), (j, second) in itertools.combinations(enumerate(columns), 2):
        assert {(i, a, j, b) for a in first for b in second} <= met
    assert len(rows) <= 4


@pytest.mark.parametrize(
    ("persona", "kind", "grade", "state", "may"),
    [
        ("anon", "url", "1-unconditional-unconditional", "active", True),
        ("anon", "url", "1-unconditional-unconditional", "private", False),
        ("anon", "row", "2-unconditional-conditional", "active", False),
        ("anon", "title", "4-none-none", "active", True),
        ("anon", "id", "unclassified", "active", False),
        ("agency_member", "byte", "2-unconditional-none", "active", True),
        ("agency_member", "hash", "3-conditional-none", "active", False),
        ("approved", "column", "3-conditional-none", "active", True),
        ("sysadmin", "title", "unclassified", "draft", True),
        ("sysadmin", "url", "3-conditional-none", "active", False),
        ("steward", "row", "4-none-none", "private", True),
        ("auditor", "name", "4-none-none", "deleted", True),
        ("owner_admin", "row", "4-none-none", "deleted", False),
    ],
)
def test_what_is_expected(persona: str, kind: str, grade: str, state: str, *, may: bool):
    assert expected.may_see(persona, kind, grade, state) == may


@pytest.mark.parametrize(
    ("persona", "kind", "application", "may"),
    [
        ("agency_member", "contact", "share", True),
        ("agency_member", "internal", "share", False),
        ("agency_approver", "text", "draft", False),
        ("auditor", "contact", "share", False),
        ("auditor", "internal", "share", True),
        ("third_member", "opinion", "share", True),
        ("third_member", "file", "share", False),
        ("third_member", "text", "submitted", False),
        ("owner_editor", "text", "signing", False),
        ("approver", "decision", "open", True),
        ("approver", "text", "open", False),
        ("citizen", "proposal", "confirming", False),
        ("owner_editor", "report", "open", True),
    ],
)
def test_what_is_expected_of_applications(persona: str, kind: str, application: str, *, may: bool):
    assert expected.may_read(persona, kind, application) == may


def test_one_data_item_is_seen_by_who_holds_it_alone():
    grade = "3-conditional-conditional"
    may = {who: expected.may_see(who, "given", grade) for who in ("citizen", "plain", "steward")}
    assert may == {"citizen": True, "plain": False, "steward": True}
    assert expected.may_see("citizen", "row", grade) is False
