"""What a page says: the texts of a Chinese page in which English is left."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, NavigableString

# Names of formats, standards and the other language: the same word in both languages. DS/OL marks data online
# in a citation by GB/T 7714.
TECHNICAL = frozenset({
    "API", "Atom", "BibTeX", "CKAN", "CSL-JSON", "CSV", "CSVW", "DCAT", "DCAT-AP", "DS", "English", "GB", "HTML", "ID",
    "JSON", "JSON-LD", "Markdown", "N-Triples", "OL", "OpenAPI", "PDF", "RDF", "TSV", "Turtle", "URL", "XLS", "XLSX",
    "XML", "http", "https",
})  # fmt: skip
SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-bs-title", "data-bs-content")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
WORD = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")


def english_words(page: BeautifulSoup, names: Iterable[str] = ()) -> list[str]:
    """Return the texts that hold a Latin word which is no technical one and none of ``names``."""
    for element in page.select("script, style, code, [lang=en]"):
        element.decompose()
    texts = [str(text) for text in page.find_all(string=True) if type(text) is NavigableString]
    texts += [element[name] for element in page.find_all() for name in SPOKEN if element.get(name)]
    texts += [meta["content"] for meta in page.select("meta[name=description]")]
    known = TECHNICAL | set(names)
    return [text.strip() for text in texts if set(WORD.findall(ADDRESS.sub("", text))) - known]
