"""Readable names out of Chinese titles, safe file names, and keys nobody can guess.

CKAN's own munging makes ``__`` of 省级科技计划 and ``.csv`` of 省级科技计划.csv.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Container

DATASET_NAME_LENGTH = 80  # CKAN allows 100; the rest is for a number that makes it unique.
ITEM_NAME_LENGTH = 50  # 63 are allowed.
FILE_NAME_BYTES = 200  # file systems and archive formats allow 255.
WORD = re.compile(r"[a-z0-9]+")
# Separators, reserved on some system, or markup in a header or a page.
UNSAFE_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|%#;&\s]+')


def random_key() -> str:
    """Return 32 hexadecimal digits (128 bits) that tell nothing and cannot be guessed."""
    return secrets.token_hex(16)


def words(title: str) -> list[str]:
    """Split a title into lower-case ASCII words, one for each Chinese character."""
    from pypinyin import lazy_pinyin  # a quarter of a second at every start, for dictionaries

    plain = unicodedata.normalize("NFKC", title)
    return [word for part in lazy_pinyin(plain) for word in WORD.findall(_ascii(part.lower()))]


def dataset_name(title: str, is_taken: Callable[[str], bool]) -> str:
    """Return a free dataset name (address) for a title: ``省级计划`` → ``sheng-ji-ji-hua``."""
    base = _joined(words(title), "-", DATASET_NAME_LENGTH)
    if len(base) < 2:
        base = f"dataset-{base}" if base else f"dataset-{secrets.token_hex(4)}"
    return first_free(base, "-", is_taken)


def item_name(title: str, taken: Container[str]) -> str:
    """Return a free data item name (``^[A-Za-z][A-Za-z0-9_]{0,62}$``) for a title."""
    base = _joined(words(title), "_", ITEM_NAME_LENGTH) or "item"
    if not base[0].isalpha():
        base = f"item_{base}"
    return first_free(base, "_", taken.__contains__)


def file_name(original: str) -> str:
    """Return a name that keeps its characters and is safe on disk, in headers and in addresses.

    Directories, control and direction characters are dropped; a long name keeps its ending.
    """
    name = unicodedata.normalize("NFC", original.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = UNSAFE_IN_FILE_NAME.sub("_", name).strip("._ ")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    room = FILE_NAME_BYTES - len((dot + ending).encode())
    stem = stem.encode()[:room].decode(errors="ignore")
    return (stem + dot + ending) or "file"


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return decomposed.encode("ascii", "ignore").decode()


def _joined(parts: list[str], separator: str, limit: int) -> str:
    name = ""
    for part in parts:
        longer = f"{name}{separator}{part}" if name else part
        if len(longer) > limit:
            break
        name = longer
    return name or separator.join(parts)[:limit]


def first_free(base: str, separator: str, is_taken: Callable[[str], bool]) -> str:
    """Return ``base``, or it with the first number from 2 on that makes it free."""
    candidate, number = base, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{base}{separator}{number}"
    return candidate
