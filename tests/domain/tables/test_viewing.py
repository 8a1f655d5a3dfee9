"""Which files are shown, and how the beginning of a text is read."""

from __future__ import annotations

import pytest

from ckanext.scigov.tables.domain.viewing import MEDIA_TYPES, TEXTS, decoded, kind_of


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("pdf", "pdf"), ("png", "picture"), ("svg", "picture"), ("mp3", "sound"), ("mp4", "film"),
        ("txt", "text"), ("html", "text"), ("xml", "text"), ("exe", ""), ("docx", ""), ("", ""),
    ],
)  # fmt: skip
def test_files_are_told_by_their_ending(ending, kind):
    assert kind_of(ending) == kind


def test_nothing_that_runs_is_ever_sent_to_be_shown():
    assert not {"html", "htm", "xhtml", "xml", "js"} & set(MEDIA_TYPES)
    assert not TEXTS & set(MEDIA_TYPES)
    types = {one.partition("/")[0] for one in MEDIA_TYPES.values()}
    assert types == {"application", "image", "audio", "video"}
    assert {one for one in MEDIA_TYPES.values() if one.startswith("app")} == {"application/pdf"}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"plain", "plain"),
        ("说明".encode(), "说明"),
        (b"\xef\xbb\xbf" + "说明".encode(), "说明"),
        ("说明".encode("gb18030"), "说明"),
        ("说明".encode("utf-16"), "说明"),
        (b"\xff\xfe\x00\xd8\x00", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None),
        (b"a\x00b", None),
        (b"\xff\xff\xff", None),
    ],
)
def test_texts_are_read_as_they_were_written(data, text):
    assert decoded(data, is_all=True) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_last_character_may_be_cut(encoding):
    data = "说明文字".encode(encoding)[:-1]
    assert decoded(data, is_all=False) == "说明文"


def test_a_whole_file_is_not_cut():
    assert decoded("说明文字".encode()[:-1], is_all=True) != "说明文"
