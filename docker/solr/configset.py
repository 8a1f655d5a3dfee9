"""Write a configset for Solr 9 from the schema of the installed CKAN.

``python configset.py schema.xml folder [--variant ours] [--data folder with synonyms.txt and traditional.tsv]``

``stock``  CKAN's schema unchanged.
``ours``   the same fields, but text is cut as the PostgreSQL backend cuts it, so that Chinese words are found.
``tokens`` the same fields, but text arrives cut into tokens, to compare two engines and not two ways of cutting.

Needs nothing but Python: the image of docker/solr runs it where our package is not installed.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import chinese

HERE = Path(__file__).resolve().parent
TEXT_TYPES = ("text", "text_general")


def stock(schema: ET.Element, into: Path, data: Path | None) -> None:
    """CKAN's schema as it is; it names two lists of words, which are empty."""
    (into / "synonyms.txt").touch()
    (into / "protwords.txt").touch()


def ours(schema: ET.Element, into: Path, data: Path | None) -> None:
    """Text fields are cut for Chinese and English alike."""
    analyzers = chinese.analyzers(into, data)
    for kind in _text_types(schema):
        kind[:] = analyzers


def tokens(schema: ET.Element, into: Path, data: Path | None) -> None:
    """Text fields take tokens with their positions (PreAnalyzedField's JSON); queries are cut at blanks.

    Nothing is copied from field to field: the sender says which tokens the catch-all holds.
    """
    blanks = ET.Element("analyzer", {"type": "query"})
    ET.SubElement(blanks, "tokenizer", {"class": "solr.WhitespaceTokenizerFactory"})
    for kind in _text_types(schema):
        kind.set("class", "solr.PreAnalyzedField")
        kind.set("parserImpl", "json")
        kind[:] = [blanks]
    names = {kind.get("name") for kind in _text_types(schema)}
    text = {field.get("name") for field in schema.iter("field") if field.get("type") in names}
    for copy in schema.findall("copyField"):
        if copy.get("dest") in text or copy.get("source") in text:
            schema.remove(copy)


def _text_types(schema: ET.Element) -> list[ET.Element]:
    return [kind for kind in schema.iter("fieldType") if kind.get("name") in TEXT_TYPES]


VARIANTS: dict[str, Callable[[ET.Element, Path, Path | None], None]] = {
    "stock": stock,
    "ours": ours,
    "tokens": tokens,
}


def write(schema: Path, into: Path, variant: str, data: Path | None = None) -> Path:
    """Fill the folder ``into`` with all that Solr wants of a configset; return it."""
    into.mkdir(parents=True, exist_ok=True)
    tree = ET.parse(schema)  # noqa: S314 - a file of CKAN's own wheel
    VARIANTS[variant](tree.getroot(), into, data)
    tree.write(into / "schema.xml", encoding="utf-8", xml_declaration=True)
    shutil.copyfile(HERE / "solrconfig.xml", into / "solrconfig.xml")
    return into


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schema", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--variant", choices=VARIANTS, default="ours")
    parser.add_argument("--data", type=Path)
    chosen = parser.parse_args()
    write(chosen.schema, chosen.into, chosen.variant, chosen.data)
