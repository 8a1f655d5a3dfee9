"""Lists that change while they are read, lie about themselves, or go round in circles."""

from __future__ import annotations

import pytest
from connector_suite import SECRET, failure, listed, noticed
from hostile_server import BY_PAGE, in_json
from source_server import plain


def keys(pages):
    return [[item.raw["id"] for item in page.items] for page in pages]


def at_question(source, number, act):
    """Change the source before it answers its nth question."""

    def before():
        if len(source.questions) == number:
            act()

    source.before = before


def test_a_record_put_in_while_the_list_is_read_is_not_lost(source, made):
    at_question(source, 2, lambda: source.records.insert(0, {"id": "new"}))
    pages = listed(made())
    assert keys(pages) == [
        ["r1", "r2", "r3"],
        ["r3", "r4", "r5"],
        ["r6", "r7"],
        [],
        ["new"],
        [],
        [],
        [],
    ]
    assert noticed(pages) == [("read_again", {"total": 8})]


def test_a_record_taken_out_while_the_list_is_read_hides_no_other(source, made):
    at_question(source, 2, lambda: source.records.pop(0))
    pages = listed(made())
    # r4 had moved to the first page, behind the reader's back.
    assert keys(pages) == [["r1", "r2", "r3"], ["r5", "r6", "r7"], [], ["r4"], [], []]
    assert noticed(pages) == [("read_again", {"total": 6})]


def test_a_record_put_in_and_one_taken_out_leave_the_total_and_are_noticed(source, made):
    def both():
        source.records.insert(0, {"id": "new"})
        source.records.pop()

    at_question(source, 2, both)
    pages = listed(made())
    assert keys(pages)[4] == ["new"]
    assert noticed(pages) == [("read_again", {"total": 7})]


def test_a_list_that_never_rests_is_not_taken_as_complete(source, made):
    source.before = lambda: source.records.append({"id": f"n{len(source.questions)}"})
    assert failure(made()) == ("changed_meanwhile", {"times": 3})


def test_the_same_page_for_ever_is_noticed(source, made):
    source.answers["/list"] = in_json(source.answer({"page": 1}))
    settings = BY_PAGE | {"total": ""}
    assert failure(made(**settings)) == ("endless", {"page": 2})
    assert len(source.asked) == 2


def test_a_source_may_give_its_last_page_again_behind_its_end(source, made):
    def clamped(request):
        page = min(int(source.questions[-1]["page"]), 3)
        in_json(source.answer({"page": page}))(request)

    source.answers["/list"] = clamped
    expected = [["r1", "r2", "r3"], ["r4", "r5", "r6"], ["r7"], []]
    assert keys(listed(made())) == expected
    paging = {"kind": "page", "past_the_end": "repeats"}
    assert keys(listed(made(**BY_PAGE | {"total": "", "paging": paging}))) == expected
    # From the checkpoint before the end, too, when nothing has been seen.
    after = list(made().pages(None))[2].following
    assert keys(made().pages(after)) == [[]]


def test_an_error_behind_the_end_is_the_end(source, made):
    at_question(source, 4, lambda: source.spoil(plain(b"", 500)))
    assert keys(listed(made()))[2:] == [["r7"], []]
    assert len(source.asked) == 4


def test_a_total_that_is_too_small_hides_nothing(source, made):
    def lying(request):
        answer = source.answer(source.questions[-1])
        answer["data"]["total"] = 3
        in_json(answer)(request)

    source.answers["/list"] = lying
    pages = listed(made())
    assert keys(pages) == [["r1", "r2", "r3"], ["r4", "r5", "r6"], ["r7"], []]
    assert noticed(pages) == [("total_wrong", {"given": 3, "total": 3})]
    assert [page.total for page in pages] == [3, None, None, None]
    without = made(**BY_PAGE | {"paging": {"kind": "page", "look_behind_end": False}})
    assert keys(listed(without)) == [["r1", "r2", "r3"]]


def test_a_total_that_is_too_large_is_not_the_end(source, made):
    def lying(request):
        answer = source.answer(source.questions[-1])
        answer["data"]["total"] = 9
        in_json(answer)(request)

    source.answers["/list"] = lying
    assert failure(made()) == ("ended_early", {"given": 7, "total": 9})
    pages = listed(made(**BY_PAGE | {"total_is_exact": False}))
    assert (len(keys(pages)), noticed(pages)) == (4, [("total_wrong", {"given": 7, "total": 9})])
    assert {page.total for page in pages} == {None}


def test_a_source_that_caps_the_size_of_its_pages_is_read_to_its_end(source, made):
    settings = {
        "records": "data.rows",
        "query": {"offset": "{offset}", "limit": "{size}"},
        "paging": {"kind": "offset", "size": 1_000},
    }
    assert keys(listed(made(**settings))) == [["r1", "r2", "r3"], ["r4", "r5", "r6"], ["r7"], []]


def test_links_that_go_round_are_noticed(source, made):
    def round_about(request):
        page = int(source.questions[-1].get("page", 1))
        answer = source.answer({"page": page})
        in_json(answer | {"link": f"/list?page={page % 2 + 1}"})(request)

    source.answers["/list"] = round_about
    settings = {"records": "data.rows", "paging": {"kind": "link", "path": "link"}}
    assert failure(made(**settings)) == ("endless", {"page": 3})


def test_a_link_to_another_host_gets_no_secret(source, made, waits):
    elsewhere = f"http://localhost:{source.port}/list"
    source.answers["/list"] = in_json(source.answer({"page": 1}) | {"link": elsewhere})
    settings = {
        "records": "data.rows",
        "paging": {"kind": "link", "path": "link"},
        "headers": {"X-Token": SECRET},
    }
    # The other name leads to a private address, and only the source's own name may.
    assert failure(made(**settings)) == ("address_not_allowed", {"reason": "not_public"})
    posted = settings | {"method": "POST", "body": {"token": SECRET}}
    assert failure(made(**posted)) == ("address_not_allowed", {"reason": "redirected"})
    assert [path for path, _ in source.asked] == ["/list", "/list"]


@pytest.mark.parametrize("paging", [{"page": "{page}"}, {"offset": "{offset}"}])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_whatever_is_put_in_or_taken_out_at_any_moment_hides_nothing(source, made, paging, number):
    kind = next(iter(paging))
    settings = BY_PAGE | {"query": {"size": 3, **paging}, "paging": {"kind": kind}}
    whole = list(source.records)
    for position in range(len(whole) + 1):
        for change in ("put in", "taken out"):
            changed = [*whole[:position], {"id": "new"}, *whole[position:]]
            if change == "taken out":
                changed = [*whole[:position], *whole[position + 1 :]]
            source.records, source.questions = list(whole), []
            at_question(source, number, lambda new=changed: setattr(source, "records", new))
            came = {key for page in keys(listed(made(**settings))) for key in page}
            assert came >= {one["id"] for one in changed}, (change, position)


def test_a_link_that_is_none_is_a_cause(source, made):
    source.answers["/list"] = in_json({"rows": source.records, "link": "http://[", "n": 7})
    settings = {"records": "rows", "paging": {"kind": "link", "path": "link"}}
    assert failure(made(**settings)) == ("address_not_allowed", {"reason": "no_address"})


def test_a_limit_of_the_run_is_no_end_of_the_list(source, made):
    at_question(source, 4, lambda: source.spoil(plain(bytes(2_000_000))))
    settings = BY_PAGE | {"limits": {"run_mb": 1}}
    assert failure(made(**settings)) == ("run_too_large", {"most_mb": 1})
