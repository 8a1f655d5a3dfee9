"""The analysers of the configset ``ours``: text is cut as search/domain/tokens.py cuts it.

Solr's standard tokenizer gives single Chinese characters, its bigram filter joins neighbours.
Around them stand the steps that make positions and codes agree with the PostgreSQL backend.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import synonyms

CJK = "々〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Java writes what lies above the first plane by its code points.
CJK_IN_JAVA = rf"{CJK}\x{{20000}}-\x{{3ffff}}"
LETTER = rf"[\p{{L}}\p{{N}}&&[^{CJK_IN_JAVA}]]"
Step = tuple[str, dict[str, str]]
FLATTEN: Step = ("filter", {"class": "solr.FlattenGraphFilterFactory"})


def analyzers(into: Path, data: Path | None) -> list[ET.Element]:
    """Return the analysers of a text field; write the files they read."""
    folding = _folding(into, data)
    shared, alone, whole = _synonyms(into, data)
    joined = _replace(rf"(?<={LETTER})[-_./:@&+#'’]+(?={LETTER})", "_")
    return [
        # The standard tokenizer keeps words together that an underscore joins: GB/T-22239 stays
        # whole until its parts and its joined form are made of it.
        _analyzer("index", [*folding, joined, *_index(shared)]),
        _analyzer("query", [*folding, joined, *_query(alone, whole)]),
        _analyzer("multiterm", [*folding, *_beginning()]),
    ]


def _folding(into: Path, data: Path | None) -> list[Step]:
    """Width and traditional characters; case and accents are folded behind the tokenizer."""
    steps: list[Step] = [("charFilter", {"class": "solr.CJKWidthCharFilterFactory"})]
    pairs = _traditional(data)
    if pairs:
        mapping = "".join(f'"{one}" => "{other}"\n' for one, other in pairs.items())
        (into / "traditional.txt").write_text(mapping, encoding="utf-8")
        options = {"class": "solr.MappingCharFilterFactory", "mapping": "traditional.txt"}
        steps.append(("charFilter", options))
    return steps


def _traditional(data: Path | None) -> dict[str, str]:
    table = data / "traditional.tsv" if data else None
    if not table or not table.exists():
        return {}
    return {pair[0]: pair[1] for pair in (line.split("\t") for line in synonyms.lines(table))}


def _synonyms(into: Path, data: Path | None) -> tuple[list[Step], list[Step], list[Step]]:
    """Return the steps for texts, for words of one part and for words of several parts."""
    source = data / "synonyms.txt" if data else None
    if not source or not source.exists():
        return [], [], []
    table = str.maketrans(_traditional(data))
    synonyms.write(source, into, lambda word: word.translate(table))
    override = {"class": "solr.StemmerOverrideFilterFactory", "dictionary": "synonyms_joined.txt"}
    return (
        [_synonym_filter("synonyms.txt"), FLATTEN],
        [_synonym_filter("synonyms_alone.txt")],
        [("filter", override)],
    )


def _synonym_filter(file: str) -> Step:
    options = {"synonyms": file, "tokenizerFactory": "solr.WhitespaceTokenizerFactory"}
    return "filter", {"class": "solr.SynonymGraphFilterFactory", **options}


def _index(shared: list[Step]) -> list[Step]:
    """Pairs of neighbours, each with its two characters in the same place.

    A run of n characters takes n - 1 places, as in a query, so phrases hold across runs.
    """
    both = {"pattern": f"([{CJK_IN_JAVA}])", "preserve_original": "true"}
    return [
        ("tokenizer", {"class": "solr.StandardTokenizerFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        ("filter", {"class": "solr.CJKBigramFilterFactory"}),
        *shared,
        _codes(),
        FLATTEN,
        ("filter", {"class": "solr.PatternCaptureGroupFilterFactory", **both}),
        *_words(),
    ]


def _query(alone: list[Step], whole: list[Step]) -> list[Step]:
    """Cut at blanks, then take what stands between them apart as a code with its parts.

    Solr demands all parts of a code, whatever the parser's operator is: dismax would be content
    with one pair of a Chinese word. So the pairs are written with a mark between them. The joined
    form, which stands beside the parts, gives a whole word's synonyms their place.
    """
    border = rf"(?<=[{CJK_IN_JAVA}])(?={LETTER})|(?<={LETTER})(?=[{CJK_IN_JAVA}])"
    return [
        _replace(border, "_"),
        _replace(rf"([{CJK_IN_JAVA}])(?=([{CJK_IN_JAVA}]))", "$1$2¦"),
        _replace(rf"¦[{CJK_IN_JAVA}](?![{CJK_IN_JAVA}])", ""),
        ("tokenizer", {"class": "solr.WhitespaceTokenizerFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        *alone,
        _codes(),
        *whole,
        *_words(),
    ]


def _beginning() -> list[Step]:
    """What stands before the asterisk of ``riv*`` is one beginning of a word."""
    return [
        ("tokenizer", {"class": "solr.KeywordTokenizerFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        ("filter", {"class": "solr.ASCIIFoldingFilterFactory"}),
    ]


def _codes() -> Step:
    options = {
        "generateWordParts": "1", "generateNumberParts": "1", "catenateAll": "1",
        "splitOnCaseChange": "0", "splitOnNumerics": "1", "stemEnglishPossessive": "0",
    }  # fmt: skip
    return "filter", {"class": "solr.WordDelimiterGraphFilterFactory", **options}


def _words() -> list[Step]:
    stem = {"class": "solr.SnowballPorterFilterFactory", "language": "English"}
    return [("filter", stem), ("filter", {"class": "solr.ASCIIFoldingFilterFactory"})]


def _replace(pattern: str, replacement: str) -> Step:
    options = {"pattern": pattern, "replacement": replacement}
    return "charFilter", {"class": "solr.PatternReplaceCharFilterFactory", **options}


def _analyzer(kind: str, steps: list[Step]) -> ET.Element:
    analyzer = ET.Element("analyzer", {"type": kind})
    for tag, attributes in steps:
        ET.SubElement(analyzer, tag, attributes)
    return analyzer
