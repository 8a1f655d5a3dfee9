"""What stands in answers: lists, what is none, what is no record; and the settings that say where."""

from __future__ import annotations

import json

import pytest
from connector_suite import SECRET, failure, listed, noticed, told
from hostile_server import BY_PAGE, in_json, redirect, unframed
from source_server import plain

from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.contract import SourceFailed


def keys(pages):
    return [[item.raw["id"] for item in page.items] for page in pages]


def test_a_source_that_says_no_with_status_200(source, made):
    source.answers["/list"] = in_json(
        {"code": 401, "msg": SECRET, "data": {"rows": [], "total": 0}}
    )
    connector = made(**BY_PAGE | {"success": {"code": [0, 200]}})
    with pytest.raises(SourceFailed) as failed:
        listed(connector)
    assert (failed.value.cause, failed.value.detail) == (
        "source_error",
        {"path": "code", "value": 401},
    )
    assert SECRET not in told(failed.value)
    source.answers["/list"] = in_json({"code": SECRET})
    assert failure(made(**BY_PAGE | {"success": {"code": 0}}))[1] == {"path": "code", "value": "?"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"data": {"rows": {}, "total": 7}}, "list"),
        ({"data": {"rows": None, "total": 7}}, "list"),
        ({"msg": "系统异常"}, "total"),
        ({"data": {"rows": [], "total": "many"}}, "total"),
        ({"data": {"rows": [], "total": True}}, "total"),
        ([], "total"),
    ],
)
def test_an_answer_without_a_list_is_no_empty_list(source, made, answer, expected):
    source.answers["/list"] = in_json(answer)
    assert failure(made())[1]["expected"] == expected


@pytest.mark.parametrize("rows", [[], None])
def test_a_source_that_has_nothing_says_so(source, made, rows):
    source.answers["/list"] = in_json({"data": {"rows": rows, "total": "0"}})
    pages = listed(made())
    assert [(list(page.items), page.following, page.total) for page in pages] == [([], None, 0)]


def test_what_is_no_record_is_told_in_its_place(source, made):
    source.records[1:3] = ["数据" * 500, None]
    page = listed(made())[0]
    assert [item.raw["id"] for item in page.items] == ["r1"]
    assert [(one.cause, one.excerpt[:3]) for one in page.unreadable] == [
        ("not_a_record", '"数据'),
        ("not_a_record", "nul"),
    ]
    assert len(page.unreadable[0].excerpt) == 500


def test_a_record_that_is_too_large_is_told_in_its_place(source, made):
    source.records[0]["title"] = "数" * 1_000_001
    page = listed(made())[0]
    assert [item.raw["id"] for item in page.items] == ["r2", "r3"]
    assert [(one.cause, one.excerpt[:13]) for one in page.unreadable] == [
        ("record_too_large", '{"id": "r1", ')
    ]


def test_lines_are_records_and_a_broken_one_is_told(source, made):
    lines = b'{"id": "a"}\n\n{"id": "b"\n[1]\n{"id": "c"}\n'
    source.answers["/list"] = plain(lines)
    page = listed(made(format="lines"))[0]
    assert keys([page]) == [["a", "c"]]
    assert [(one.cause, one.excerpt) for one in page.unreadable] == [
        ("broken_record", '{"id": "b"'),
        ("not_a_record", "[1]"),
    ]
    source.answers["/list"] = unframed(lines, "text/plain")
    assert failure(made(format="lines")) == ("end_unknown", {})


def test_several_arrays_on_end_are_one_list(source, made):
    source.answers["/list"] = plain(b'\xef\xbb\xbf[{"id": "a"}, {"id": "b"}]\n[{"id": "c"}]')
    pages = listed(made(paging={"size": 2}))
    assert keys(pages) == [["a", "b"], ["c"]]
    assert [page.total for page in pages] == [3, 3]


def test_a_document_that_changed_since_its_checkpoint_is_read_anew(source, made):
    source.answers["/list"] = in_json(source.records)
    first = next(made(paging={"size": 3}).pages(None))
    source.answers["/list"] = in_json(source.records[1:])
    pages = listed(made(paging={"size": 3}), first.following)
    assert keys(pages) == [["r2", "r3", "r4"], ["r5", "r6", "r7"]]
    assert noticed(pages) == [("read_again", {"total": 6})]


def test_a_list_with_further_requests_is_never_taken_as_unchanged(source, made):
    source.answers["/list"] = in_json(source.records, ETag='"1"')
    assert [set(page.known) for page in listed(made(paging={"size": 9}))] == [{"etag", "of"}]
    details = [{"url": "/detail/{id}"}]
    assert [page.known for page in listed(made(paging={"size": 9}, details=details))] == [{}]


def test_a_whole_list_with_a_total_is_counted(source, made):
    settings = {"records": "rows", "total": "total"}
    source.answers["/list"] = in_json({"rows": source.records, "total": 8})
    assert failure(made(**settings)) == ("ended_early", {"given": 7, "total": 8})
    pages = listed(made(**settings | {"total_is_exact": False}))
    assert noticed(pages) == [("total_wrong", {"given": 7, "total": 8})]


def test_the_version_of_a_record_is_where_the_mapping_says(source, made):
    source.records[:] = [{"id": "a", "meta": {"at": 7}}, {"id": "b"}]
    page = listed(made(**BY_PAGE | {"version": "meta.at"}))[0]
    assert [item.version for item in page.items] == ["7", ""]


def test_pages_have_a_limit(source, made):
    paging = {"kind": "page", "most_pages": 2}
    assert failure(made(**BY_PAGE | {"paging": paging})) == ("endless", {"most": 2})


def test_a_scroll_with_one_cursor_ends_with_an_empty_page(source, made):
    def scrolled(request):
        page = len(source.questions)
        in_json({"rows": source.answer({"page": page})["data"]["rows"], "next": "same"})(request)

    source.answers["/list"] = scrolled
    settings = {
        "records": "rows",
        "query": {"cursor": "{cursor}"},
        "paging": {"kind": "cursor", "path": "next"},
    }
    assert keys(listed(made(**settings))) == [["r1", "r2", "r3"], ["r4", "r5", "r6"], ["r7"], []]
    assert [one.get("cursor") for one in source.questions] == [None, "same", "same", "same"]


def test_forms_and_bodies_are_filled(source, made):
    settings = BY_PAGE | {
        "method": "POST",
        "body_form": "form",
        "body": {"b": "第{page}页", "c": True},
    }
    next(made(**settings).pages(None))
    assert source.questions[0] == {
        "path": "/list",
        "page": "1",
        "size": "3",
        "b": "第1页",
        "c": "true",
    }
    body = {"page": "{page}", "filter": {"in": ["{size}"], "text": "{page}/{size}"}}
    settings = BY_PAGE | {"method": "POST", "query": {}, "body": body}
    next(made(**settings).pages(None))
    assert source.questions[1] == {
        "path": "/list",
        "page": 1,
        "filter": {"in": [100], "text": "1/100"},
    }


DETAILS = [
    {"url": "/detail/{id}", "record": "data"},
    {
        "url": "/items",
        "method": "POST",
        "body": {"id": "{id}"},
        "record": "rows",
        "into": "items",
        "total": "n",
    },
    {"url": "/preview?id={id}", "into": "preview", "optional": True},
]


def test_further_requests_make_a_record_whole(source, made):
    source.records[0]["id"] = "r/1?"
    connector = made(**BY_PAGE | {"details": DETAILS})
    item = next(connector.pages(None)).items[0]
    assert item.is_whole is False
    source.answers["/detail/r%2F1%3F"] = in_json({"data": {"title": "全名"}})
    source.answers["/items"] = in_json({"rows": [{"field_name": "a"}], "n": 1})
    source.answers["/preview"] = in_json({}, 404)
    whole = {"id": "r/1?", "title": "全名", "items": [{"field_name": "a"}]}
    assert connector.read(item) == whole
    source.answers["/preview"] = in_json([[1]])
    assert connector.read(item) == whole | {"preview": [[1]]}
    source.answers["/items"] = in_json({"rows": [], "n": 1})
    with pytest.raises(SourceFailed) as failed:
        connector.read(item)
    assert (failed.value.cause, failed.value.detail) == ("ended_early", {"given": 0, "total": 1})


def test_a_record_without_what_a_further_request_needs(source, made):
    connector = made(**BY_PAGE | {"details": [{"url": "/detail/{no.such}"}]})
    item = next(connector.pages(None)).items[0]
    with pytest.raises(KeyError):
        connector.read(item)
    source.spoil(redirect("/elsewhere", 500))
    connector = made(**BY_PAGE | {"details": [{"url": "/detail/{id}"}]})
    with pytest.raises(SourceFailed):
        connector.read(item)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"page": 1},
            "The setting connector.page is not known. What can be set here: body, body_form, ",
        ),
        ({"paging": {"kind": "pages"}}, "connector.paging.kind must be one of these: none, page, "),
        (
            {"paging": {"kind": "page"}},
            "With connector.paging.kind: page the place {page} must stand in",
        ),
        (
            {"paging": {"kind": "link"}},
            "paging link the setting connector.paging.path must say where",
        ),
        ({"paging": {"size": 0}}, "connector.paging.size must be a number from 1 to 100000."),
        ({"paging": {"size": 1.5}}, "connector.paging.size must be a number from 1 to 100000."),
        (
            {"query": {"p": "{pageNo}"}},
            "In the setting connector.query stands {pageNo}, and there is only",
        ),
        ({"body": {"a": 1}}, "The setting connector.body is only for the method POST."),
        ({"method": "PUT"}, "The setting connector.method must be one of these: GET, POST."),
        ({"records": 1}, "The setting connector.records must be a text."),
        ({"details": "x"}, "The setting connector.details must be a list of mappings"),
        ({"details": [{}]}, "The setting connector.details[].url is missing."),
        (
            {"details": [{"url": "/", "path": ""}]},
            "The setting connector.details[].path is not known.",
        ),
        ({"total_is_exact": "no"}, "The setting connector.total_is_exact must be true or false."),
        ({"success": []}, "connector.success must be a mapping of names to values."),
    ],
)
def test_a_wrong_setting_is_named(made, settings, sentence):
    with pytest.raises(WrongSetting) as wrong:
        made(**settings)
    assert sentence in str(wrong.value)
    assert isinstance(wrong.value, ValueError)
    assert json.dumps(wrong.value.values)
