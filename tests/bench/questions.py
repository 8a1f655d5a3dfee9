"""The questions the search bench asks, and how CKAN would put them.

A class is asked in several variants in turn, so that no side answers out of the memory of the
very same question alone.
"""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

from corpus.documents import FACETS, SITE_ID, member_label, organization_name

from ckan.lib.search.query import QUERY_FIELDS, solr_literal

import ckanext.scigov.search
from ckanext.scigov.search.domain import tokens
from ckanext.scigov.search.domain.synonyms import Synonyms

ROWS = 20
FACET_LIMIT = 50
RELEVANCE = "score desc, metadata_modified desc"
NEWEST = "metadata_modified desc"
MEMBER = ("public", member_label("省统计局"), member_label("汶川县"))


@dataclasses.dataclass(frozen=True)
class Question:
    """One search of one user: words anywhere, words of the title in order, exact values."""

    words: str = ""
    title_phrase: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ("public",)
    sort: str = RELEVANCE

    @property
    def groups(self) -> list[list[list[str]]]:
        """The tokens to be found: all groups, of each one alternative, of that every token.

        By the rule of the search: words are asked for all together (up to two of them), a Chinese
        word of up to four characters by all its pairs; a word or one that means the same.
        """
        return [
            [_tokens_of(alternative) for alternative in (word, *_synonyms_of(word))]
            for word in self.words.split()
        ]

    @property
    def pairs(self) -> list[str]:
        """The tokens that must follow one another in the title."""
        return list(tokens.searched_in_order(self.title_phrase).tokens)

    @property
    def is_ranked(self) -> bool:
        """Whether relevance orders the page: without words all documents are alike."""
        return self.sort == RELEVANCE and bool(self.words or self.title_phrase)

    def as_ckan(self, *, facet_limit: int = FACET_LIMIT) -> dict[str, Any]:
        """Return the parameters with which CKAN's query.py calls the connection's ``search``."""
        fielded = f'title:"{self.title_phrase}"' if self.title_phrase else ""
        exact = " ".join(f'+{field}:"{value}"' for field, value in self.filters)
        # A member's page lists what only members see; without that wish CKAN asks for public ones.
        seen = "" if len(self.labels) > 1 else "+capacity:public "
        query: dict[str, Any] = {
            "q": fielded or self.words or "*:*",
            "rows": ROWS + 1,
            "start": 0,
            "sort": self.sort,
            "fl": "id validated_data_dict",
            "fq": [
                f"{seen}{exact} +state:(active)",
                f"+site_id:{solr_literal(SITE_ID)}",
                f"+permission_labels:({' OR '.join(map(solr_literal, self.labels))})",
            ],
            "facet": "true",
            "facet.field": list(FACETS),
            "facet.limit": facet_limit,
            "facet.mincount": 1,
            "wt": "json",
            "df": "text",
            "q.op": "AND",
        }
        if not fielded and self.words:
            query |= {"defType": "dismax", "tie": "0.1", "mm": "2<-1 5<80%", "qf": QUERY_FIELDS}
        return query


def _tokens_of(word: str) -> list[str]:
    return list(dict.fromkeys(t for phrase in tokens.searched(word) for t in phrase.tokens))


def _synonyms_of(word: str) -> tuple[str, ...]:
    """Return what means the same, by the list that comes with the search."""
    parts = _list_of_synonyms().parts(word)
    return parts[0].others if len(parts) == 1 else ()


@functools.cache
def _list_of_synonyms() -> Synonyms:
    file = Path(ckanext.scigov.search.__file__).parent / "data" / "synonyms.txt"
    return Synonyms.parse(file.read_text(encoding="utf-8"))


def _texts(*words: str, **more: Any) -> list[Question]:
    return [Question(words=word, **more) for word in words]


def _filters(field: str, *values: str) -> list[Question]:
    return [Question(filters=((field, value),)) for value in values]


PROVIDERS = ("贵阳市大数据发展管理局", "省统计局", "汶川县", "省市场监督管理局")
CLASSES: dict[str, list[Question]] = {
    "everything, anonymous": [Question()],
    "everything, a member (3 labels)": [Question(labels=MEMBER)],
    "very common word": _texts("信息", "数据", "企业", "统计"),
    "middling word": _texts("环境", "交通", "科技", "情况"),
    "word of three characters": _texts("许可证", "幼儿园", "停车场", "图书馆"),
    "two words": _texts("企业 信息", "环境 监测", "学校 名单", "交通 情况"),
    "rare word": _texts("疫苗", "渔船", "滑坡", "苗圃"),
    "filter: organisation": _filters("organization", *map(organization_name, PROVIDERS)),
    "filter: format": _filters("res_format", "CSV", "JSON", "XLSX", "XML"),
    "common word, newest first": _texts("信息", "数据", "企业", "统计", sort=NEWEST),
    # Words without synonyms: Solr would look for those inside of quotes too.
    "phrase in the title": [
        Question(title_phrase=phrase)
        for phrase in ("行政许可", "统计年鉴", "经营许可证", "基本情况")
    ],
}
"""The nine classes of the design, then two more."""
