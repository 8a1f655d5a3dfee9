"""The metadata quality score of data.europa.eu: 405 points, in five dimensions (docs/dcat.md).

Of a dataset with several distributions the best one counts. What an address answers is not known here: it comes as
an argument. A score is its parts: for each indicator, whether it is met.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.dcat.domain import names
from ckanext.scigov.dcat.domain.names import DCAT, DCT, LICENCES
from ckanext.scigov.dcat.domain.reading import Document


class Dimension(str, enum.Enum):
    FINDABILITY = "findability"
    ACCESSIBILITY = "accessibility"
    INTEROPERABILITY = "interoperability"
    REUSABILITY = "reusability"
    CONTEXTUALITY = "contextuality"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked, of a dataset or of its best distribution, and for how many points."""

    code: str
    dimension: Dimension
    points: int
    is_of_distribution: bool = False


def _of(
    dimension: Dimension, *said: tuple[str, int], of_distribution: bool = False
) -> Iterator[Indicator]:
    for code, points in said:
        yield Indicator(code, dimension, points, of_distribution)


INDICATORS = (
    *_of(Dimension.FINDABILITY, ("keyword", 30), ("theme", 30), ("spatial", 20), ("temporal", 20)),
    *_of(
        Dimension.ACCESSIBILITY, ("access_answers", 50), ("download", 20), ("download_answers", 30),
        of_distribution=True,
    ),
    *_of(
        Dimension.INTEROPERABILITY, ("format", 20), ("media_type", 10), ("format_listed", 10),
        ("format_open", 20), ("format_readable", 20), of_distribution=True,
    ),
    *_of(Dimension.INTEROPERABILITY, ("conforms", 30)),
    *_of(Dimension.REUSABILITY, ("licence", 20), ("licence_listed", 10), of_distribution=True),
    *_of(
        Dimension.REUSABILITY, ("access_rights", 10), ("access_rights_listed", 5), ("contact", 20), ("publisher", 10),
    ),
    *_of(Dimension.CONTEXTUALITY, ("rights", 5), ("size", 5), of_distribution=True),
    *_of(Dimension.CONTEXTUALITY, ("issued", 5), ("modified", 5)),
)  # fmt: skip
MOST = sum(one.points for one in INDICATORS)
RATINGS = MappingProxyType({"excellent": 351, "good": 221, "sufficient": 121, "bad": 0})
"""Rating → from how many points on, the best first."""
OPEN_FORMATS = frozenset({
    "ATOM", "CSV", "GEOJSON", "GML", "HTML", "JSON", "JSON_LD", "KML", "NETCDF", "ODS", "ODT", "PNG", "RDF_N_TRIPLES",
    "RDF_TURTLE", "RDF_XML", "RSS", "SQL", "TAR", "TSV", "TXT", "XML", "ZIP", "GZIP", "WFS_SRVC", "WMS_SRVC",
})  # fmt: skip
READABLE_FORMATS = frozenset({
    "ATOM", "CSV", "DBF", "GEOJSON", "GML", "JSON", "JSON_LD", "KML", "KMZ", "MDB", "NETCDF", "ODS", "PARQUET",
    "RDF_N_TRIPLES", "RDF_TURTLE", "RDF_XML", "RSS", "SHP", "SQL", "TSV", "WFS_SRVC", "XLS", "XLSX", "XML",
})  # fmt: skip

Answers = Callable[[str], bool]
"""Says whether an address answers somebody without an account."""


@dataclass(frozen=True, slots=True)
class Score:
    """The indicators that a dataset meets."""

    met: frozenset[str]
    has_distribution: bool = True

    @property
    def total(self) -> int:
        return sum(one.points for one in INDICATORS if one.code in self.met)

    @property
    def missing(self) -> tuple[Indicator, ...]:
        """What would raise it, the most points first."""
        left = (one for one in INDICATORS if one.code not in self.met)
        return tuple(sorted(left, key=lambda one: -one.points))


def rating(total: float) -> str:
    return next(name for name, least in RATINGS.items() if total >= least)


def score(document: Document, dataset: str, *, conforms: bool, answers: Answers) -> Score:
    met = set(_of_dataset(document, dataset))
    if conforms:
        met.add("conforms")
    points = {one.code: one.points for one in INDICATORS}
    places = [one.value for one in document.all(dataset, DCAT["distribution"])]
    each = [frozenset(_of_distribution(document, place, answers)) for place in sorted(places)]
    best = max(each, key=lambda one: sum(points[code] for code in one), default=frozenset[str]())
    return Score(frozenset(met | best), bool(places))


@dataclass(frozen=True, slots=True)
class Shares:
    """How many datasets of a catalogue meet each indicator, how many there are, and how many have a distribution."""

    met: Mapping[str, int]
    datasets: int
    with_distribution: int

    def asked(self, one: Indicator) -> int:
        """Return of how many datasets something is asked: what is asked of distributions, of those that have one."""
        return self.with_distribution if one.is_of_distribution else self.datasets

    def lacking(self, one: Indicator) -> int:
        return self.asked(one) - self.met.get(one.code, 0)

    def points(self, one: Indicator) -> float:
        """Return the points that a catalogue has for an indicator: its points times the share that meets it."""
        asked = self.asked(one)
        return one.points * self.met.get(one.code, 0) / asked if asked else 0.0

    @property
    def total(self) -> float:
        return sum(self.points(one) for one in INDICATORS)

    @property
    def gains(self) -> tuple[Indicator, ...]:
        """What would raise the catalogue's score, the most points first."""
        left = (one for one in INDICATORS if self.lacking(one))
        return tuple(sorted(left, key=lambda one: self.points(one) - one.points))


def shares(scores: Collection[Score]) -> Shares:
    met = {one.code: sum(one.code in score.met for score in scores) for one in INDICATORS}
    return Shares(met, len(scores), sum(one.has_distribution for one in scores))


def _of_dataset(document: Document, dataset: str) -> Iterator[str]:
    for code, predicate in (
        ("keyword", DCAT["keyword"]), ("theme", DCAT["theme"]), ("spatial", DCT["spatial"]),
        ("temporal", DCT["temporal"]), ("contact", DCAT["contactPoint"]), ("publisher", DCT["publisher"]),
        ("issued", DCT["issued"]), ("modified", DCT["modified"]), ("access_rights", DCT["accessRights"]),
    ):  # fmt: skip
        if document.all(dataset, predicate):
            yield code
    if document.one(dataset, DCT["accessRights"]).startswith(names.ACCESS_RIGHT.base):
        yield "access_rights_listed"


def _of_distribution(document: Document, place: str, answers: Answers) -> Iterator[str]:
    for code, predicate in (
        ("format", DCT["format"]), ("media_type", DCAT["mediaType"]), ("licence", DCT["license"]),
        ("rights", DCT["rights"]), ("size", DCAT["byteSize"]), ("download", DCAT["downloadURL"]),
    ):  # fmt: skip
        if document.all(place, predicate):
            yield code
    for code, predicate in (
        ("access_answers", DCAT["accessURL"]), ("download_answers", DCAT["downloadURL"]),
    ):  # fmt: skip
        if any(answers(one.value) for one in document.all(place, predicate)):
            yield code
    if document.one(place, DCT["license"]) in LICENCES:
        yield "licence_listed"
    form = document.one(place, DCT["format"])
    media = document.one(place, DCAT["mediaType"])
    if form.startswith(names.FILE_TYPE.base) and (
        not media or media.startswith(names.MEDIA_TYPE.base)
    ):
        yield "format_listed"
    code = form.removeprefix(names.FILE_TYPE.base)
    if code in OPEN_FORMATS:
        yield "format_open"
    if code in READABLE_FORMATS:
        yield "format_readable"
