"""Where PostgreSQL may answer differently from Solr. Everything that is not here must agree."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """Parameters that Solr answers and PostgreSQL refuses with a message that holds ``named``."""

    parameters: Mapping[str, Any]
    named: str
    reason: str


_NO_PROSE = "texts are stored as words, which have neither order nor single values"
_OTHER_LANGUAGE = "nothing of CKAN or its extensions sends it, and leaving it out would find more"

REFUSED = (
    Refused({"q": "title:水质~1"}, "水质~1", _OTHER_LANGUAGE),
    Refused({"q": '"水质 监测"~3'}, "~3", _OTHER_LANGUAGE),
    Refused({"q": "/riv.*/"}, "regular expressions", _OTHER_LANGUAGE),
    Refused({"q": 'title:"水"^=2'}, "^", _OTHER_LANGUAGE),
    Refused({"q": '_query_:"{!dismax qf=title}水"'}, "_query_", "CKAN forbids it"),
    Refused({"q": "{!field f=name}x"}, "field", "CKAN forbids it"),
    Refused({"q": "title:[a TO b]"}, "title", _NO_PROSE),
    Refused({"q": "permission_labels:[a TO z]"}, "permission_labels", "labels are compared whole"),
    Refused({"q": "notes:ri?er"}, "notes", "the words of the notes have no list of their own"),
    Refused({"q": "title_ngram:ab*"}, "title_ngram", "it is a part of a word as it stands"),
    Refused({"q": "views_total:1?"}, "views_total", "numbers are no texts"),
    Refused({"q": "data_dict:x"}, "data_dict", "it is stored and never searched"),
    Refused({"q": "*:*", "sort": "extras_abstract asc"}, "extras_abstract", _NO_PROSE),
    Refused(
        {"q": "*:*", "sort": "permission_labels asc"}, "permission_labels", "no value is first"
    ),
    Refused({"q": "*:*", "sort": "sum(views_total,1) desc"}, "sum(", _OTHER_LANGUAGE),
    Refused({"q": "*:*", "facet": "true", "facet.field": "title"}, "title", _NO_PROSE),
    Refused(
        {"q": "*:*", "facet": "true", "facet.field": "permission_labels"},
        "permission_labels",
        "who may see something is nobody's statistics",
    ),
    Refused({"q": "*:*", "facet": "true", "facet.query": "text:a"}, "facet.query", _OTHER_LANGUAGE),
    Refused(
        {"q": "数据", "defType": "dismax", "qf": "text", "bf": "views_total"},
        "bf",
        "functions of fields are not computed",
    ),
    Refused({"q": "*:*", "hl": "true"}, "hl", _OTHER_LANGUAGE),
    Refused({"q": "*:*", "group": "true", "group.field": "name"}, "group", _OTHER_LANGUAGE),
    Refused({"q": "*:*", "fl": "id,[docid]"}, "[docid]", "the answer has fields only"),
)

ANSWERED_DIFFERENTLY = (
    ("the order by score", "both are BM25, but over other statistics and with other additions"),
    ("title, title_string as sort keys", "by reading, as a Chinese reader expects, not by bytes"),
    (
        "title_ngram and name_ngram with one character or more than ten",
        "Solr keeps no such pieces and finds nothing; here they are found",
    ),
    ("a code that goes on, gb/t-2*", "Solr's standard language has no phrase with an open end"),
    ("(-a)^2 as a filter with q.op=OR", "Solr drops the brackets in fq and keeps them in q"),
    (
        "AND, OR or NOT at the beginning or end of dismax, a value that is no number",
        "Solr answers with an error, here the rest is searched or nothing is found",
    ),
    ("sorting by a field with several values", "Solr takes one of them by chance, here the least"),
    ("counting numbers and dates", "Solr refuses without docValues, here they are counted"),
    ("fl=*", "Solr adds title_ngram, name_ngram and its _version_"),
    ("a value of more than 1,000 characters", "it is found as text and not as a filter"),
    ("8,000 characters, 30 brackets, 1,000 parts", "more of them is refused: see docs/search.md"),
)
"""What the generated searches leave out, and why."""
