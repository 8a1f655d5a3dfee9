"""The analysers of the configset ``ours``: text is cut as search/domain/tokens.py cuts it.

Solr's standard tokenizer gives single Chinese characters, its bigram filter joins neighbours.
Around them stand the steps that make positions and codes agree with the PostgreSQL backend.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

CJK = "々〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# Java writes what lies above the first plane by its code points.
CJK_IN_JAVA = rf"{CJK}\x{{20000}}-\x{{3ffff}}"
LETTER = rf"[\p{{L}}\p{{N}}&&[^{CJK_IN_JAVA}]]"
Step = tuple[str, dict[str, str]]
FLATTEN: Step = ("filter", {"class": "solr.FlattenGraphFilterFactory"})


def analyzers(into: Path, data: Path | None) -> list[ET.Element]:
    """Return the analysers of a text field; write the files they read."""
    folding = _folding(into, data)
    joined = _replace(rf"(?<={LETTER})[-_./:@&+#'’]+(?={LETTER})", "_")
    return [
        # The standard tokenizer keeps words together that an underscore joins: GB/T-22239 stays
        # whole until its parts and its joined form are made of it.
        _analyzer("index", [*folding, joined, *_index(_synonyms(into, data))]),
        _analyzer("query", [*folding, joined, *_query()]),
        _analyzer("multiterm", [*folding, *_beginning()]),
    ]


def _folding(into: Path, data: Path | None) -> list[Step]:
    """Width and traditional characters; case and accents are folded behind the tokenizer."""
    steps: list[Step] = [("charFilter", {"class": "solr.CJKWidthCharFilterFactory"})]
    table = data / "traditional.tsv" if data else None
    if table and table.exists():
        lines = (line.split("\t") for line in _lines(table))
        mapping = "".join(f'"{pair[0]}" => "{pair[1]}"\n' for pair in lines)
        (into / "traditional.txt").write_text(mapping, encoding="utf-8")
        options = {"class": "solr.MappingCharFilterFactory", "mapping": "traditional.txt"}
        steps.append(("charFilter", options))
    return steps


def _index(synonyms: list[Step]) -> list[Step]:
    """Pairs of neighbours, each with its two characters in the same place.

    A run of n characters takes n - 1 places, as in a query, so phrases hold across runs.
    """
    both = {"pattern": f"([{CJK_IN_JAVA}])", "preserve_original": "true"}
    return [
        ("tokenizer", {"class": "solr.StandardTokenizerFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        ("filter", {"class": "solr.CJKBigramFilterFactory"}),
        *synonyms,
        _codes(),
        FLATTEN,
        ("filter", {"class": "solr.PatternCaptureGroupFilterFactory", **both}),
        *_words(),
    ]


def _query() -> list[Step]:
    """Cut at blanks, then take what stands between them apart as a code with its parts.

    Solr demands all parts of a code, whatever the parser's operator is: dismax would be content
    with one pair of a Chinese word. So the pairs are written with a mark between them.
    """
    border = rf"(?<=[{CJK_IN_JAVA}])(?={LETTER})|(?<={LETTER})(?=[{CJK_IN_JAVA}])"
    return [
        _replace(border, "_"),
        _replace(rf"([{CJK_IN_JAVA}])(?=([{CJK_IN_JAVA}]))", "$1$2¦"),
        _replace(rf"¦[{CJK_IN_JAVA}](?![{CJK_IN_JAVA}])", ""),
        ("tokenizer", {"class": "solr.WhitespaceTokenizerFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        _codes(),
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


def _synonyms(into: Path, data: Path | None) -> list[Step]:
    """Synonyms are added to what is indexed: only there a word is found inside a Chinese text.

    They act on tokens, so the words of the file are written as the tokens they become.
    """
    words = data / "synonyms.txt" if data else None
    if not words or not words.exists():
        return []
    lines = (", ".join(_cut(word) for word in line.split(",")) for line in _lines(words))
    (into / "synonyms.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    options = {"synonyms": "synonyms.txt", "tokenizerFactory": "solr.WhitespaceTokenizerFactory"}
    return [("filter", {"class": "solr.SynonymGraphFilterFactory", **options}), FLATTEN]


def _cut(word: str) -> str:
    """Return a word of the list as tokens with blanks between: 大数据 is 大数 数据."""
    tokens: list[str] = []
    for run in re.findall(rf"[{CJK}\U00020000-\U0003ffff]+|[^\W{CJK}\U00020000-\U0003ffff]+", word):
        pairs = [run[i : i + 2] for i in range(len(run) - 1)]
        tokens.extend(pairs if pairs and re.match(f"[{CJK}]", run) else [run.lower()])
    return " ".join(tokens)


def _lines(file: Path) -> list[str]:
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _replace(pattern: str, replacement: str) -> Step:
    options = {"pattern": pattern, "replacement": replacement}
    return "charFilter", {"class": "solr.PatternReplaceCharFilterFactory", **options}


def _analyzer(kind: str, steps: list[Step]) -> ET.Element:
    analyzer = ET.Element("analyzer", {"type": kind})
    for tag, attributes in steps:
        ET.SubElement(analyzer, tag, attributes)
    return analyzer
