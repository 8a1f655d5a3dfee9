"""The quality score of data.europa.eu: what each indicator asks, what a dataset and a catalogue have."""

from __future__ import annotations

import pytest
from described import COMPLETE, D1, described
from pyoxigraph import NamedNode, Triple

from ckanext.scigov.dcat.domain import scoring
from ckanext.scigov.dcat.domain.names import DCAT, DCT
from ckanext.scigov.dcat.domain.reading import Document
from ckanext.scigov.dcat.domain.scoring import Dimension, Score

ALL = frozenset(one.code for one in scoring.INDICATORS)
R1 = f"{D1}/resource/r1"


def scored(triples: list[Triple], *, conforms: bool = True, answers: bool = True) -> Score:
    return scoring.score(Document(triples), D1, conforms=conforms, answers=lambda _place: answers)


def test_points_are_those_of_the_five_dimensions() -> None:
    found = {
        one: sum(each.points for each in scoring.INDICATORS if each.dimension is one)
        for one in Dimension
    }
    assert list(found.values()) == [100, 100, 110, 75, 20]
    assert scoring.MOST == 405


@pytest.mark.parametrize(
    ("total", "said"),
    [(405, "excellent"), (351, "excellent"), (350, "good"), (221, "good"), (220, "sufficient"),
     (121, "sufficient"), (120, "bad"), (0, "bad")],
)  # fmt: skip
def test_rating_follows_from_the_points(total: int, said: str) -> None:
    assert scoring.rating(total) == said


def test_a_complete_entry_has_everything() -> None:
    found = scored(list(described(COMPLETE).triples))
    assert (sorted(ALL - found.met), found.total, found.missing) == ([], 405, ())


def test_what_is_missing_is_told_the_most_points_first() -> None:
    found = scored(list(described(COMPLETE).triples), conforms=False, answers=False)
    told = [(one.code, one.points) for one in found.missing]
    assert told == [("access_answers", 50), ("download_answers", 30), ("conforms", 30)]
    assert found.total == 405 - 110


def test_a_bare_dataset_has_nothing() -> None:
    found = scored([Triple(NamedNode(D1), DCT["title"], NamedNode(D1))], conforms=False)
    assert (found.met, found.has_distribution, found.total) == (frozenset(), False, 0)


def test_the_best_distribution_counts() -> None:
    dataset, good, poor = NamedNode(D1), NamedNode(R1), NamedNode(f"{D1}/resource/a")
    triples = [
        Triple(dataset, DCAT["distribution"], poor),
        Triple(dataset, DCAT["distribution"], good),
        Triple(poor, DCT["rights"], poor),
        Triple(good, DCAT["accessURL"], good),
        Triple(good, DCT["format"], NamedNode(f"{scoring.names.FILE_TYPE.base}XLSX")),
    ]
    found = scored(triples, conforms=False)
    assert found.met == {"access_answers", "format", "format_listed", "format_readable"}


def test_terms_of_no_list_are_worth_less() -> None:
    dataset, place = NamedNode(D1), NamedNode(R1)
    own = NamedNode("https://portal.example/def/stgov#x")
    triples = [
        Triple(dataset, DCAT["distribution"], place),
        Triple(dataset, DCT["accessRights"], own),
        Triple(place, DCT["license"], own),
        Triple(place, DCT["format"], NamedNode(f"{scoring.names.FILE_TYPE.base}CSV")),
        Triple(place, DCAT["mediaType"], own),
    ]
    found = scored(triples, conforms=False, answers=False)
    assert found.met == {"access_rights", "licence", "format", "media_type", "format_open", "format_readable"}  # fmt: skip


def test_a_catalogue_is_measured_by_shares() -> None:
    whole, without = Score(ALL), Score(frozenset({"keyword"}), has_distribution=False)
    found, points = scoring.shares([whole, without]), {one.code: one for one in scoring.INDICATORS}
    told = [found.points(points[code]) for code in ("keyword", "theme", "access_answers")]
    assert told == [30.0, 15.0, 50.0]
    assert scoring.shares([without]).points(points["access_answers"]) == 0.0
    assert scoring.shares([]).total == 0.0
    assert scoring.shares([whole]).total == 405.0


def test_what_would_raise_a_catalogue_most_comes_first() -> None:
    thin, whole = Score(ALL - {"keyword", "rights", "download"}), Score(ALL - {"rights"})
    found = scoring.shares([thin, whole])
    told = [(one.code, found.lacking(one), one.points - found.points(one)) for one in found.gains]
    assert told == [("keyword", 1, 15.0), ("download", 1, 10.0), ("rights", 2, 5.0)]
    assert scoring.shares([Score(ALL)]).gains == ()
