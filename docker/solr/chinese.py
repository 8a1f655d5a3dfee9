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
RUN_END = "scigovrunend"
"""A word that nobody types: it keeps the place of a Chinese run's last character, see _query."""

Step = tuple[str, dict[str, str]]


def analyzers(into: Path, data: Path | None) -> tuple[ET.Element, ET.Element]:
    """Return the analysers for indexing and for queries; write the files they read."""
    before = _character_steps(into, data)
    synonyms = _synonym_steps(into, data)
    return _analyzer("index", [*before, *_index()]), _analyzer(
        "query", [*before, *_query(synonyms)]
    )


def _character_steps(into: Path, data: Path | None) -> list[Step]:
    """Width, traditional characters, and one separator for all that join the parts of a code."""
    steps: list[Step] = [("charFilter", {"class": "solr.CJKWidthCharFilterFactory"})]
    table = data / "traditional.tsv" if data else None
    if table and table.exists():
        lines = (line.split("\t") for line in _lines(table))
        mapping = "".join(f'"{pair[0]}" => "{pair[1]}"\n' for pair in lines)
        (into / "traditional.txt").write_text(mapping, encoding="utf-8")
        steps.append(
            ("charFilter", {"class": "solr.MappingCharFilterFactory", "mapping": "traditional.txt"})
        )
    # The standard tokenizer keeps words together that an underscore joins: GB/T-22239 stays whole
    # until the word delimiter filter takes it apart and keeps the joined form beside the parts.
    joined = rf"(?<={LETTER})[-_./:@&+#'’]+(?={LETTER})"
    steps.append(_replace(joined, "_"))
    return steps


def _index() -> list[Step]:
    return [
        ("tokenizer", {"class": "solr.StandardTokenizerFactory"}),
        _codes(),
        ("filter", {"class": "solr.FlattenGraphFilterFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        ("filter", {"class": "solr.CJKBigramFilterFactory", "outputUnigrams": "true"}),
        *_words(),
    ]


def _query(synonyms: list[Step]) -> list[Step]:
    """Cut queries into pairs alone, so that a word of three characters needs both of its pairs.

    In the index a run of n characters takes n places, its pairs take n - 1. Phrases would miss all
    that follows a run: a word that is removed again keeps the last place.
    """
    return [
        _replace(rf"([{CJK_IN_JAVA}]{{2,}})", f"$1 {RUN_END} "),
        ("tokenizer", {"class": "solr.StandardTokenizerFactory"}),
        ("filter", {"class": "solr.LowerCaseFilterFactory"}),
        ("filter", {"class": "solr.CJKBigramFilterFactory"}),
        ("filter", {"class": "solr.StopFilterFactory", "words": "runend.txt"}),
        *synonyms,
        _codes(),
        *_words(),
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


def _synonym_steps(into: Path, data: Path | None) -> list[Step]:
    """Synonyms act on tokens, so the words of the file are written as the tokens they become."""
    (into / "runend.txt").write_text(f"{RUN_END}\n", encoding="utf-8")
    words = data / "synonyms.txt" if data else None
    if not words or not words.exists():
        return []
    lines = (", ".join(_cut(word) for word in line.split(",")) for line in _lines(words))
    (into / "synonyms.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    options = {"synonyms": "synonyms.txt", "tokenizerFactory": "solr.WhitespaceTokenizerFactory"}
    return [("filter", {"class": "solr.SynonymGraphFilterFactory", **options})]


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
