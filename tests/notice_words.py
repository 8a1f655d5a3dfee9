"""A feature that tells people of decisions, for tests."""

from __future__ import annotations

import enum
from collections.abc import Mapping

import ckan.plugins as p

from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords


class Kind(str, enum.Enum):
    DECIDED = "test.decided"


class WordsOfTests(p.SingletonPlugin):
    p.implements(INoticeWords)

    def get_notice_words(self) -> Mapping[str, Words]:
        codes = {"approved": "Approved", "refused": "Refused"}
        return {Kind.DECIDED: Words("Decided: %(title)s", "Your application: %(state)s", codes)}
