"""Which kinds of notices and which channels the plugins of this site bring."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping

import ckan.plugins as p

from ckanext.scigov.notices.domain import words as rules
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeChannel, INoticeWords, NoticeChannel


class UnknownKind(LookupError):
    """No plugin brings words for a kind of notice."""


def words_of(kind: str) -> Words:
    """Return the words of a kind.

    Raises:
        UnknownKind: there are none.
    """
    for plugin in p.PluginImplementations(INoticeWords):
        found: Mapping[str, Words] = plugin.get_notice_words()
        if kind in found:
            return found[kind]
    raise UnknownKind(
        f"No plugin has words for notices of the kind '{kind}'. Add them to get_notice_words "
        "(INoticeWords) of the feature that sends them, and name its plugin in ckan.plugins."
    )


def channels() -> dict[str, NoticeChannel]:
    """Return the channels that are ready, by their names."""
    offered = _offered()
    return {one.name: one for one in offered if one.is_ready()}


def check() -> None:
    """See that all that is offered fits together.

    Raises:
        ValueError: a kind has no words, words that cannot be filled in, or two owners; or two
            channels have one name.
    """
    faults: list[str] = []
    owners: Counter[str] = Counter()
    for plugin in p.PluginImplementations(INoticeWords):
        found: Mapping[str, Words] = plugin.get_notice_words()
        owners.update(str(_code(kind)) for kind in found)
        for kind, words in found.items():
            faults += [f"{_code(kind)}: {fault}" for fault in rules.faults(words)]
        faults += [f"{kind}: it has no words." for kind in _without_words(found)]
    faults += [f"{kind}: two plugins have words for it." for kind, n in owners.items() if n > 1]
    names = Counter(one.name for one in _offered())
    faults += [f"{name}: two channels have this name." for name, n in names.items() if n > 1]
    if faults:
        raise ValueError("Notices cannot be told. " + " ".join(faults))


def _offered() -> list[NoticeChannel]:
    plugins = p.PluginImplementations(INoticeChannel)
    return [one for plugin in plugins for one in plugin.get_notice_channels()]


def _without_words(found: Mapping[str, Words]) -> list[str]:
    """Return the members of enums that were forgotten beside others of the same enum."""
    enums = {type(kind) for kind in found if isinstance(kind, enum.Enum)}
    return [str(_code(one)) for members in enums for one in members if one not in found]


def _code(kind: str) -> str:
    return kind.value if isinstance(kind, enum.Enum) else kind
