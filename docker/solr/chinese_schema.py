"""Print CKAN's Solr schema with an analyser that finds Chinese words without white space.

CKAN's text fields split on white space, so a word from the middle of a Chinese title is never
found. The standard tokenizer gives single characters; the bigram filter joins neighbours and
keeps the single ones, in the index and in the query alike. English keeps CKAN's own filters.
"""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET

TEXT_TYPES = ("text", "text_general")
SPLITTERS = {
    "solr.WhitespaceTokenizerFactory",
    "solr.WordDelimiterGraphFilterFactory",
    "solr.FlattenGraphFilterFactory",
}
CHINESE = (
    ("tokenizer", {"class": "solr.StandardTokenizerFactory"}),
    ("filter", {"class": "solr.CJKWidthFilterFactory"}),
    ("filter", {"class": "solr.CJKBigramFilterFactory", "outputUnigrams": "true"}),
)


def with_chinese(schema: ET.ElementTree) -> ET.ElementTree:
    """Replace what splits words in the analysers of the text fields."""
    for field_type in schema.getroot().iter("fieldType"):
        if field_type.get("name") in TEXT_TYPES:
            for analyzer in field_type.iter("analyzer"):
                for step in [s for s in analyzer if s.get("class") in SPLITTERS]:
                    analyzer.remove(step)
                for position, (tag, attributes) in enumerate(CHINESE):
                    analyzer.insert(position, ET.Element(tag, attributes))
    return schema


if __name__ == "__main__":
    schema = ET.parse(sys.argv[1])  # noqa: S314 - a file of CKAN's own wheel
    with_chinese(schema).write(sys.stdout, encoding="unicode", xml_declaration=True)
