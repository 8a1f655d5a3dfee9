"""The tokens of some of a row's columns, as an expression of PostgreSQL's.

``_full_text`` holds the tokens of all columns. Whoever may see only some of them must not learn by a
search, a total or a rank what stands in the others; these expressions make the tokens of a row without
them. ``of_ours`` is a third twin of ``terms.vector`` and of ``full_text.sql``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.scigov.tables.domain.terms import CJK, LAST_POSITION, LONGEST_WORD, WORD

_OURS = """\
(SELECT coalesce(string_agg(token || ':' || place, ' '), '')::tsvector FROM (
    SELECT token, row_number() OVER (ORDER BY cell, run, part) + cell - 1 AS place FROM (
        SELECT cells.number AS cell, runs.number AS run, parts.number AS part,
            CASE WHEN runs.words[1] ~ '^[{cjk}]' THEN substr(runs.words[1], parts.number, 2)
                ELSE left(runs.words[1], {longest}) END AS token
        FROM unnest(ARRAY[{cells}]::text[]) WITH ORDINALITY AS cells (content, number),
            regexp_matches(lower(normalize(cells.content, NFKC)), '[{cjk}]+|[{word}]+', 'g')
                WITH ORDINALITY AS runs (words, number),
            generate_series(1, CASE WHEN runs.words[1] ~ '^[{cjk}]'
                THEN length(runs.words[1]) ELSE 1 END) AS parts (number)
    ) AS tokens
) AS places WHERE place <= {last})"""


def of_ours(columns: Sequence[str]) -> str:
    """Return the vector of these columns, with our tokens; a phrase stays within a cell."""
    cells = _cells(columns)
    return _OURS.format(cjk=CJK, word=WORD, longest=LONGEST_WORD, last=LAST_POSITION, cells=cells)


def of_ckan(columns: Sequence[str]) -> str:
    """Return the vector of these columns, with the tokens that CKAN's own trigger makes."""
    return f"to_tsvector(array_to_string(ARRAY[{_cells(columns)}]::text[], ' '))"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cells(columns: Sequence[str]) -> str:
    """Return the cells as text, as PostgreSQL writes them in JSON; an empty list is one too."""
    return ", ".join(f"(to_json({quoted(name)}) #>> '{{}}')" for name in columns)
