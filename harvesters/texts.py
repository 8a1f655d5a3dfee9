"""Bytes of a source as text: by its mark, by what was said of it, or by what fits."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause

CHINESE = "gb18030"
"""Holds all that GB2312 and GBK hold."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GB = frozenset({"gb2312", "gbk", "gb18030"})
# Every byte is a letter in these: that they fit says nothing, and servers say them unasked.
_FIT_ALWAYS = frozenset({"iso8859-1", "cp1252", "ascii"})
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    charset: str
    """What it was read with."""
    is_as_said: bool
    """Otherwise another character set was declared."""


def decode(body: bytes, declared: str = "") -> Decoded:
    """Read bytes as text.

    Raises:
        SourceFailed: nothing that was tried fits all of it.
    """
    said = _name_of(declared)
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return Decoded(_strictly(body[len(mark) :], charset, mark), charset, is_as_said=True)
    if body.isascii() and not said.startswith("utf-"):
        return Decoded(body.decode("ascii"), "utf-8", is_as_said=True)
    for charset in _tried(body, said):
        try:
            text = body.decode(charset)
        except (UnicodeError, LookupError):
            continue
        return Decoded(text, charset, is_as_said=not said or _is_same(said, charset))
    raise SourceFailed(Cause.WRONG_CHARSET.value, {"declared": said})


def decode_as(body: bytes, charset: str) -> str:
    """Read bytes in the character set that the mapping names, and in no other.

    Raises:
        SourceFailed: they are not in it.
    """
    try:
        return body.decode(charset).lstrip("\ufeff")
    except UnicodeError:
        raise SourceFailed(Cause.WRONG_CHARSET.value, {"declared": charset}) from None


def is_charset(name: str) -> bool:
    """Say whether a name is one of a character set, and no other of Python's codecs."""
    try:
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001 (there is no public way)
    except LookupError:
        return False


def _strictly(body: bytes, charset: str, mark: bytes) -> str:
    try:
        return body.decode("utf-8") if charset == "utf-8" else (mark + body).decode(charset)
    except UnicodeError:
        raise SourceFailed(Cause.WRONG_CHARSET.value, {"declared": charset}) from None


def _tried(body: bytes, said: str) -> list[str]:
    """Return the character sets to try, the likeliest first."""
    if said.startswith(("utf-16", "utf-32")):
        return [said, "utf-8", CHINESE]
    if said in _GB and not _is_chinese_utf8(body):
        return [CHINESE, "utf-8"]
    known = [said] if said and said not in _FIT_ALWAYS | _GB else []
    # What is UTF-8 throughout is UTF-8, whatever was said.
    return ["utf-8", *known, CHINESE]


def _is_chinese_utf8(body: bytes) -> bool:
    """Some short texts in GBK are UTF-8 by chance, but then no Chinese ones."""
    try:
        return bool(_HAN.search(body.decode("utf-8")))
    except UnicodeError:
        return False


def _name_of(declared: str) -> str:
    """Return Python's own name of a character set; empty where it is none."""
    try:
        return codecs.lookup(declared.strip("\"' ")).name if declared else ""
    except (LookupError, ValueError):
        return ""


def _is_same(said: str, charset: str) -> bool:
    return said == charset or (said in _GB and charset == CHINESE)


def excerpt(text: str) -> str:
    """Return its beginning, as ``Unreadable`` has it."""
    return text[:500]
