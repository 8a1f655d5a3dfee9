"""Files that the page shows itself."""

from __future__ import annotations

import pytest

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = "<html><script>alert('网页上的文字')</script></html>"


@pytest.fixture
def viewer(page):
    """The part of the page that shows a file."""
    return lambda resource: page(resource).select_one("#viewer")


@pytest.fixture
def fetched(app):
    def get(resource, **headers):
        path = f"/dataset/{resource['package_id']}/resource/{resource['id']}/inline"
        return app.get(path, headers=headers)

    return get


@pytest.mark.parametrize(
    ("name", "tag", "media_type"),
    [
        ("报告.pdf", "iframe", "application/pdf"),
        ("图.PNG", "img", "image/png"),
        ("声.mp3", "source", "audio/mpeg"),
        ("片.webm", "source", "video/webm"),
        ("画.svg", "img", "image/svg+xml"),
    ],
)
def test_a_file_is_shown_by_the_browser(upload, viewer, fetched, name, tag, media_type):
    made = upload(b"0123456789", name)
    (shown,) = viewer(made).select(tag)
    assert shown["src"].endswith(f"/resource/{made['id']}/inline")
    answer = fetched(made)
    assert (answer.status_code, answer.get_data()) == (200, b"0123456789")
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    disposition = answer.headers["Content-Disposition"].partition(";")[0]
    assert disposition == ("attachment" if name.endswith("svg") else "inline")


def test_nothing_of_it_runs(upload, fetched):
    policy = fetched(upload(SVG, "画.svg")).headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    policy = fetched(upload(b"%PDF-1.4", "a.pdf")).headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_part_is_sent_to_players(upload, fetched):
    answer = fetched(upload(b"0123456789", "片.mp4"), Range="bytes=2-4")
    assert (answer.status_code, answer.get_data()) == (206, b"234")
    assert answer.headers["Content-Range"] == "bytes 2-4/10"


@pytest.mark.parametrize("name", ["页.html", "说明.txt", "程序.exe", "文.docx"])
def test_what_is_no_such_file_is_not_sent(upload, fetched, name):
    assert fetched(upload(PAGE.encode(), name)).status_code == 404


def test_links_are_not_shown(call, dataset, viewer, fetched):
    made = call("resource_create", package_id=dataset["id"], url="http://example.org/a.pdf")
    assert viewer(made) is None
    assert fetched(made).status_code == 404


def test_a_page_is_shown_as_its_text(upload, viewer, app):
    made = upload(PAGE.encode("gb18030"), "页.html")
    shown = viewer(made)
    assert shown.select_one("pre[tabindex='0']").get_text() == PAGE
    assert shown.select("script") == []


def test_a_long_text_is_cut_and_that_is_said(upload, viewer):
    shown = viewer(upload(("字" * 40_000).encode(), "长.txt"))
    assert shown.select_one("pre").get_text() == "字" * 33_333
    assert "first 100 kB" in shown.get_text()


@pytest.mark.parametrize(("content", "name"), [(b"\x00\x01", "a.txt"), (b"PK", "a.docx")])
def test_what_no_page_can_show(upload, viewer, content, name):
    assert viewer(upload(content, name)) is None


def test_a_table_is_shown_as_one(upload, work, viewer):
    made = upload("名称\n甲\n".encode(), "表.csv")
    work()
    assert viewer(made) is None
