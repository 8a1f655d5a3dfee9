"""The records of ten portals as their sources gave them: what harvesting starts from.

``tests/data/portals`` holds them compressed, so that these tests run wherever the repository is.
``corpus.portals`` reads the same records into one form.
"""

from __future__ import annotations

import functools
import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "data" / "portals"
FILES: Mapping[str, str] = MappingProxyType(
    {
        "anhui": "anhui_anhui",
        "liuzhou": "guangxi_liuzhou",
        "guiyang": "guizhou_guiyang",
        "hainan": "hainan_hainan",
        "huaian": "jiangsu_huaian",
        "jiangsu": "jiangsu_jiangsu",
        "zhenjiang": "jiangsu_zhenjiang",
        "shanghai": "shanghai_shanghai",
        "aba": "sichuan_aba",
        "zhejiang": "zhejiang_zhejiang",
    }
)
"""The name of a mapping file → its portal's file, in the order in which all are counted."""


def text_of(portal: str) -> str:
    """Return a portal's file as it was published."""
    return lzma.decompress((FOLDER / f"{FILES[portal]}.json.xz").read_bytes()).decode()


@functools.lru_cache(maxsize=len(FILES))
def records_of(portal: str) -> Sequence[Mapping[str, Any]]:
    """Return a portal's records in the order of its file."""
    return tuple(_all(text_of(portal)))


def _all(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of all arrays of a text: one file holds two, one after the other."""
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        array, at = decoder.raw_decode(text, at)
        yield from array
