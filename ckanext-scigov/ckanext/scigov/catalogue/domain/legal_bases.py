"""Legal bases for not sharing and not opening: which a text names, and whether one ranks high enough."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COUNTRY = "中华人民共和国"
QUOTED = re.compile(r"《([^《》]+)》")
# What is named 保守国家秘密法实施条例 is another text than 保守国家秘密法.
GOES_ON = r"(?!实施|条例|办法|细则|规定)"


class Rank(str, enum.Enum):
    """In the order of their force."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    STATE_COUNCIL = "state_council"
    LOCAL_REGULATION = "local_regulation"
    DEPARTMENT_RULE = "department_rule"
    LOCAL_RULE = "local_rule"
    NORMATIVE = "normative"


LOWEST: Mapping[str, Rank] = {
    "non_share_basis": Rank.STATE_COUNCIL,
    "non_open_basis": Rank.LOCAL_REGULATION,
}
"""The lowest rank that carries a refusal: departments may share unless the State Council says no."""


class BasisAdvice(enum.Enum):
    RANK_TOO_LOW = "rank_too_low"
    NOT_REGISTERED = "not_registered"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    law: str
    article: str
    rank: Rank
    about: str = ""

    @property
    def citation(self) -> str:
        return f"《{self.law}》{self.article}"

    @property
    def short_name(self) -> str:
        return self.law.removeprefix(COUNTRY)


@dataclass(frozen=True, slots=True)
class BasisFinding:
    """What is to be said of a text; ``rank`` is the highest that was found in it."""

    advice: BasisAdvice
    lowest: Rank
    rank: Rank | None = None


def parse(rows: Iterable[Mapping[str, str | None]]) -> tuple[LegalBasis, ...]:
    """Read the rows of a register.

    Raises:
        ValueError: saying which line is wrong, and how; the first line below the headings is 2.
    """
    found: list[LegalBasis] = []
    for number, row in enumerate(rows, start=2):
        law, article, rank, about = (
            (row.get(name) or "").strip() for name in ("law", "article", "rank", "about")
        )
        if not law:
            raise ValueError(f"Line {number} names no law.")
        if rank not in [one.value for one in Rank]:
            ranks = ", ".join(one.value for one in Rank)
            raise ValueError(f"Line {number} has the rank {rank!r}; write one of {ranks}.")
        found.append(LegalBasis(law, article, Rank(rank), about))
    return tuple(found)


def named_in(text: str, bases: Iterable[LegalBasis]) -> frozenset[Rank]:
    """Return the ranks of the laws that a text names, in title marks or without."""
    ranks = {one.short_name: one.rank for one in bases}
    quoted = {title.strip().removeprefix(COUNTRY) for title in QUOTED.findall(text)}
    found = {ranks[title] for title in quoted if title in ranks}
    rest = QUOTED.sub(" ", text)
    for name in sorted(ranks, key=len, reverse=True):
        pattern = re.escape(name) + GOES_ON
        if re.search(pattern, rest):
            found.add(ranks[name])
            rest = re.sub(pattern, " ", rest)
    return frozenset(found)


def judge(field: str, text: str, bases: Iterable[LegalBasis]) -> BasisFinding | None:
    """Say what is to be said of the basis that an entry states; None where it is in order."""
    if not text.strip():
        return None
    lowest, order = LOWEST[field], list(Rank)
    found = named_in(text, bases)
    if not found:
        return BasisFinding(BasisAdvice.NOT_REGISTERED, lowest)
    best = min(found, key=order.index)
    if order.index(best) <= order.index(lowest):
        return None
    return BasisFinding(BasisAdvice.RANK_TOO_LOW, lowest, best)


def with_citation(text: str, citation: str) -> str:
    """Put a citation before what is said already, unless it is said."""
    if not citation or citation in text:
        return text
    return f"{citation}；{text}" if text else citation
