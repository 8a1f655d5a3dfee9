"""What is found about each dataset of some that are checked together, and how each scores.

Checking a hundred at once takes a fraction of what checking each alone does. Whose a finding is follows from the
address that it is about: everything of a dataset lies below its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Triple

from ckanext.scigov.dcat.domain import checking, scoring
from ckanext.scigov.dcat.domain.checking import Finding, Severity
from ckanext.scigov.dcat.domain.portal import Portal
from ckanext.scigov.dcat.domain.reading import Document
from ckanext.scigov.dcat.domain.scoring import Answers, Score
from ckanext.scigov.dcat.domain.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one dataset."""

    dataset_id: str
    findings: tuple[Finding, ...]
    score: Score

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.findings)


def verdicts(
    documents: Mapping[str, Sequence[Triple]],
    around: Iterable[Triple],
    portal: Portal,
    shapes: Shapes,
) -> list[Verdict]:
    """Judge datasets, each with its triples, beside what a page says of the catalogue and of terms.

    Raises:
        UnusableShapes: a shape says what no shape can say.
    """
    triples = [*around, *(one for said in documents.values() for one in said)]
    found: dict[str, list[Finding]] = {one: [] for one in documents}
    for finding in checking.check(triples, shapes):
        found.get(owner(finding.focus, portal), []).append(finding)
    answers = answers_of(portal)
    return [
        Verdict(
            one, tuple(found[one]), _score(documents[one], portal.dataset(one), found[one], answers)
        )
        for one in documents
    ]


def owner(address: str, portal: Portal) -> str:
    """Return the id of the dataset that an address belongs to; empty for what is no dataset's."""
    below = portal.dataset("")
    return (
        re.split(r"[/#?]", address.removeprefix(below), maxsplit=1)[0]
        if address.startswith(below)
        else ""
    )


def answers_of(portal: Portal) -> Answers:
    """Say of an address whether it answers somebody without an account, as far as is known without asking it.

    The portal's own page of a resource does, and its gateway: a dataset names that only where everybody may have
    the data. Of addresses elsewhere nothing is known.
    """
    own = re.compile(re.escape(portal.dataset("")) + r"[^/#?]+/resource/[^/#?]+(?:/access)?")
    return lambda address: own.fullmatch(address) is not None


def _score(
    triples: Sequence[Triple], address: str, findings: Iterable[Finding], answers: Answers
) -> Score:
    conforms = all(one.severity is not Severity.ERROR for one in findings)
    return scoring.score(Document(triples), address, conforms=conforms, answers=answers)
