"""Anybody has a document checked: by the page, by the action, by the command; and what is refused."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from source_server import Source
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import checked_apart, giving
from ckanext.scigov.dcat.checked_apart import Document, TookTooLong
from ckanext.scigov.dcat.cli import dcat
from ckanext.scigov.dcat.domain.incoming import Limits, Reason, Unreadable
from ckanext.scigov.dcat.judging import shape_files
from ckanext.scigov.shared.domain.addresses import rules_of
from ckanext.scigov.shared.fetching import NotFetched
from ckanext.scigov.shared.toolkit_waiting import TryLater

DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
UNTITLED = f'<http://a.example/1> a <{DCAT}Dataset> ; <{DCT}description> "甲"@zh .'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
REMOTE = (
    '{"@context": "https://a.example/context.jsonld", "@id": "http://a.example/1", "title": "甲"}'
)
BROKEN = (
    f"@prefix sh: <http://www.w3.org/ns/shacl#> . [] sh:targetClass <{DCAT}Dataset> ;"
    f" sh:property [ sh:path <{DCT}title> ; sh:minCount 1 , 2 ] ."
)
LIMITS = Limits(100_000, 1_000)


@pytest.fixture
def source() -> Iterator[Source]:
    server = Source()
    server.body = UNTITLED.encode()
    yield server
    server.close()


def ask(**wish: Any) -> dict[str, Any]:
    return tk.get_action("scigov_dcat_check")({"user": ""}, wish)


def refused(**wish: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as refusal:
        ask(**wish)
    return dict(refusal.value.error_dict)


def test_errors_stand_before_warnings_in_two_languages() -> None:
    found = ask(text=UNTITLED)
    assert (found["form"], found["triples"], found["errors"]) == ("ttl", 2, 1)
    first = found["findings"][0]
    assert (first["severity"], first["focus"], first["property"]) == (
        "error",
        "http://a.example/1",
        "dct:title",
    )
    assert (first["zh"], first["en"]) == ("数据资源须有名称。", "A dataset needs a title.")
    assert found["warnings"] == len(found["findings"]) - 1 > 3


def test_a_file_is_read_in_the_form_of_its_name() -> None:
    upload = FileStorage(io.BytesIO(UNTITLED.encode()), filename="a.ttl")
    assert ask(upload=upload)["errors"] == 1
    upload = FileStorage(io.BytesIO(UNTITLED.encode()), filename="a.rdf")
    assert "Line 1" in refused(upload=upload)["upload"][0]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"text": LAUGHS}, "declares a document type"), ({"text": REMOTE}, "takes its context from another address"),
        ({"text": f"{UNTITLED}\n<x"}, "Line 2 cannot be read"), ({"text": "# 无"}, "no triple"), ({}, "Give one of these"),
        ({"text": UNTITLED, "address": "https://a.example/"}, "Give one of these"),
        ({"text": '[{"@id": "http://a.example/1", "@type": 7}]'}, "cannot be read in this form"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_told_in_a_sentence(wish: dict[str, Any], words: str) -> None:
    (sentence,) = refused(**wish)["text"]
    assert words in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/a.ttl", "http://169.254.169.254/", "file:///etc/hosts", "http://[::1]/"],
)
def test_private_addresses_are_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_given: Any, **_named: Any) -> None:
        raise AssertionError("A connection was made.")

    monkeypatch.setattr(socket, "create_connection", connect)
    (sentence,) = refused(address=address)["address"]
    assert sentence.endswith(".")


def test_what_harvesting_may_ask_a_visitor_may_not(
    source: Source, monkeypatch: pytest.MonkeyPatch, ckan_config: Any
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.fetch.allowed_hosts", "127.0.0.1")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.fetch.allowed_ports", str(source.port))
    assert "address" in refused(address=source.address("/a.ttl"))
    assert source.asked == []
    told = CliRunner().invoke(dcat, ["check", source.address("/a.ttl")])
    assert (told.exit_code, len(source.asked)) == (1, 1)
    assert "数据资源须有名称。" in told.output


def test_what_lies_at_an_address_is_read_within_the_limits(source: Source) -> None:
    rules = rules_of(["127.0.0.1"], [str(source.port)])
    source.headers = {"Content_Type": "text/turtle; charset=utf-8"}
    came = giving.fetched(source.address("/a"), "", LIMITS, 5, rules)
    assert (came.form, came.content, came.base) == ("ttl", UNTITLED.encode(), source.address("/a"))
    with pytest.raises(Unreadable) as refusal:
        giving.fetched(source.address("/a"), "", Limits(10, 10), 5, rules)
    assert refusal.value.reason is Reason.TOO_LARGE
    source.status = 404
    with pytest.raises(NotFetched):
        giving.fetched(source.address("/a"), "", LIMITS, 5, rules)


def test_more_than_is_taken_is_refused(monkeypatch: pytest.MonkeyPatch, ckan_config: Any) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.check_bytes", 100)
    assert "100 bytes" in refused(text=UNTITLED)["text"][0]
    upload = FileStorage(io.BytesIO(UNTITLED.encode() * 3), filename="a.ttl")
    assert "100 bytes" in refused(upload=upload)["upload"][0]
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.check_bytes", 10_000)
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.check_triples", 1)
    assert "1 triples" in refused(text=UNTITLED)["text"][0]


def test_what_takes_too_long_is_ended() -> None:
    """Classes above classes, each of thousands of values: the time grows with the square."""
    above = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    chain = "".join(f"<http://c/{n}> <{above}> <http://c/{n + 1}> .\n" for n in range(20_000))
    values = "".join(
        f"<http://d> <{DCAT}theme> <http://t/{n}> . <http://t/{n}> a <http://c/0> .\n"
        for n in range(20_000)
    )
    document = Document(f"<http://d> a <{DCAT}Dataset> .\n{chain}{values}".encode(), "ttl")
    with pytest.raises(TookTooLong):
        checked_apart.check(document, Limits(50_000_000, 500_000), 3, shape_files())


def test_shapes_that_cannot_be_read_are_the_administrators(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ckan_config: Any
) -> None:
    path = tmp_path / "own.ttl"
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.shapes", str(path))
    for content in (
        "",
        "\nno shapes",
        BROKEN,
    ):
        if content:
            path.write_text(content, encoding="utf-8")
        (sentence,) = refused(text=UNTITLED)["state"]
        assert "administrator" in sentence
        assert "own.ttl" not in sentence


def test_visitors_of_one_network_have_so_many_checked(
    monkeypatch: pytest.MonkeyPatch, ckan_config: Any, owner_editor: dict[str, Any]
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.most_of_network", 1)
    ask(text=UNTITLED)
    with pytest.raises(TryLater):
        ask(text=UNTITLED)
    signed_in = {"user": owner_editor["name"]}
    assert tk.get_action("scigov_dcat_check")(signed_in, {"text": UNTITLED})["errors"] == 1


@pytest.fixture
def send(app: Any) -> Callable[..., Any]:
    client = app.test_client(use_cookies=False)
    sent = {"content_type": "multipart/form-data", "follow_redirects": False}
    return lambda path, **form: client.post(path, data=form, **sent)


def test_the_page_shows_what_is_wrong(send: Callable[..., Any], get: Callable[..., Any]) -> None:
    empty = BeautifulSoup(get("/en/catalog/check").get_data(as_text=True), "html.parser")
    form = empty.find("form", action="/en/catalog/check")
    assert form.find("input", attrs={"name": "_csrf_token"})
    assert {one["name"] for one in form.select("textarea, input[type=file], input[type=url]")} == {
        "text", "upload", "address",
    }  # fmt: skip
    answer = send("/en/catalog/check", text=UNTITLED)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert "A dataset needs a title." in page.find(id="errors").parent.get_text()
    assert "A theme is recommended." in page.find(id="warnings").parent.get_text()
    assert page.find("textarea", attrs={"name": "text"}).get_text().strip() == UNTITLED
    upload = (io.BytesIO(UNTITLED.encode()), "a.ttl")
    assert "数据资源须有名称。" in send("/catalog/check", upload=upload).get_data(as_text=True)


@pytest.mark.parametrize(
    "text", [REMOTE, LAUGHS, "<x", "<" * 450_000], ids=["remote", "laughs", "wrong", "long"]
)
def test_what_is_pasted_comes_back_with_the_sentence(send: Callable[..., Any], text: str) -> None:
    answer = send("/en/catalog/check", text=text, form="")
    assert answer.status_code == 409
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert page.select_one("[role=alert]").get_text(strip=True).endswith(".")
    assert page.find("textarea", attrs={"name": "text"}).get_text().strip() == text


def test_what_is_pasted_is_no_markup(send: Callable[..., Any]) -> None:
    text = (
        f'<http://a.example/1> a <{DCAT}Dataset> ; <{DCT}issued> "</textarea><script>x</script>" .'
    )
    answer = send("/en/catalog/check", text=text).get_data(as_text=True)
    assert "<script>x" not in answer
    assert "&lt;script&gt;x" in answer


def test_the_command_tells_it_to_a_terminal(tmp_path: Path) -> None:
    run = CliRunner().invoke
    path = tmp_path / "a.ttl"
    path.write_text(UNTITLED, encoding="utf-8")
    told = run(dcat, ["check", str(path)])
    assert told.exit_code == 1
    assert told.output.splitlines()[0] == (
        "error: http://a.example/1 dct:title: 数据资源须有名称。 A dataset needs a title."
    )
    assert told.output.splitlines()[-1].startswith("2 triples: 1 errors, ")
    told = run(
        dcat, ["check", "-", "--json", "--form", "nt"], input=f'<http://a/1> <{DCT}title> "甲" .'
    )
    assert (told.exit_code, json.loads(told.output)) == (0, {"triples": 1, "findings": []})
    shapes = tmp_path / "s.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . [] sh:targetNode <x:y> .", encoding="utf-8"
    )
    assert run(dcat, ["check", str(path), "--shapes", str(shapes)]).exit_code == 0


def test_the_command_says_what_cannot_be_checked(tmp_path: Path) -> None:
    run, wrong = CliRunner().invoke, tmp_path / "wrong.ttl"
    wrong.write_text("\n<x", encoding="utf-8")
    for source, words in (
        (str(wrong), "Line 2 cannot be read"), (str(tmp_path / "none"), "No such file"),
        ("http://127.0.0.1:1/", "that this site does not allow"),
    ):  # fmt: skip
        told = run(dcat, ["check", source])
        assert (told.exit_code, words in told.output) == (1, True), told.output
    good = tmp_path / "good.ttl"
    good.write_text(UNTITLED, encoding="utf-8")
    told = run(dcat, ["check", str(good), "--shapes", str(wrong)])
    assert "wrong.ttl" in told.output
