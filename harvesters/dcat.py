"""Kind ``dcat``: a catalogue in RDF, whole or in Hydra's pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from rdflib import Graph
from rdflib.namespace import DCAT, RDF

from ckanext.scigov.intake.connector_settings import N_, Settings, WrongSetting
from ckanext.scigov.intake.contract import (
    Checkpoint,
    Item,
    Page,
    Raw,
    SourceFailed,
    Unreadable,
    Wiring,
)
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared.asking import Answer
from ckanext.scigov_harvesters import rdf_reading
from ckanext.scigov_harvesters.json_answers import sorted_out
from ckanext.scigov_harvesters.json_text import at_path
from ckanext.scigov_harvesters.list_state import MOST_ROUNDS, State, print_of, state_of
from ckanext.scigov_harvesters.pacing import Times
from ckanext.scigov_harvesters.rdf_entries import add_entries
from ckanext.scigov_harvesters.rdf_records import PREFIXES, Shaper, next_page, total_of
from ckanext.scigov_harvesters.session import NOT_MODIFIED, Asked, Session, Ways, known_of, ways_of

FORMATS = ("", "turtle", "xml", "json-ld", "nt")
NO_PREFIX = N_(
    "The setting {key} must give each short name an address of its own; {name} has a meaning already."
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """How a catalogue is asked and read."""

    ways: Ways
    form: str
    languages: Sequence[str]
    prefixes: Mapping[str, str]
    contexts: Mapping[str, Any]
    version: str
    is_total_exact: bool
    most_pages: int


@dataclass(frozen=True, slots=True)
class _Got:
    records: list[dict[str, Any] | Unreadable]
    total: int | None
    link: str
    known: dict[str, str]


def make(wiring: Wiring, times: Times | None = None) -> DcatConnector:
    """Make a connector of the kind ``dcat``.

    Raises:
        WrongSetting: a setting is wrong.
    """
    return DcatConnector(catalogue_of(wiring, Settings(wiring.settings)), wiring, times)


def catalogue_of(wiring: Wiring, settings: Settings) -> Catalogue:
    """Read all settings of the kind.

    Raises:
        WrongSetting: one is wrong, missing, or not known.
    """
    prefixes = settings.mapping("prefixes")
    for name, uri in prefixes.items():
        if name in PREFIXES or not isinstance(uri, str) or not uri:
            raise WrongSetting(NO_PREFIX, key=settings.key("prefixes"), name=name)
    found = Catalogue(
        ways_of(wiring, settings),
        settings.text("format", "", FORMATS),
        settings.texts("languages", ("zh", "en")),
        prefixes,
        settings.mapping("contexts"),
        settings.text("version", ""),
        settings.flag("total_is_exact", default=True),
        settings.whole("most_pages", 10_000, 1, 1_000_000),
    )
    settings.done()
    return found


class DcatConnector:
    kind: ClassVar[str] = "dcat"

    def __init__(self, catalogue: Catalogue, wiring: Wiring, times: Times | None = None) -> None:
        self._catalogue = catalogue
        self._session = Session(catalogue.ways, times)
        self._known = wiring.known
        self._links: set[str] = set()
        self._seen: set[str] = set()

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        state: State | None = state_of(after)
        is_first = after is None
        while state is not None:
            got = self._got(state, self._known if is_first else {})
            if got is None:
                yield Page((), None, is_unchanged=True, known=dict(self._known))
                return
            page, state = self._page(state, got)
            yield page
            is_first = False

    def read(self, item: Item) -> Raw:
        return item.raw

    def close(self) -> None:
        self._session.close()

    def _page(self, state: State, got: _Got) -> tuple[Page, State | None]:
        prints = [print_of(one) for one in got.records]
        fresh = [
            one
            for one, mark in zip(got.records, prints, strict=True)
            if state.turn == 1 or mark not in self._seen
        ]
        self._seen.update(prints)
        following = self._following(state, prints, got)
        total = got.total if self._catalogue.is_total_exact else None
        # Of one page alone can it be said that nothing has changed.
        known = got.known if state.number == 0 and following is None else {}
        checkpoint = following.checkpoint() if following else None
        items, unreadable = sorted_out(fresh, self._version, is_whole=True)
        noticed = self._session.noticed()
        return Page(items, checkpoint, total, unreadable, noticed, known=known), following

    def _version(self, record: Mapping[str, Any]) -> str:
        name = self._catalogue.version
        found = record.get(name, at_path(record, name)) if name else None
        return found if isinstance(found, str) else ""

    def _got(self, state: State, known: Mapping[str, str]) -> _Got | None:
        catalogue = self._catalogue
        address = state.cursor or catalogue.ways.base
        self._links.add(address)
        asked = Asked(address, headers={"Accept": rdf_reading.ACCEPT}, known=known)
        return self._session.ask(
            asked, lambda answer: self._read(answer, is_led=bool(state.cursor))
        )

    def _read(self, answer: Answer, *, is_led: bool) -> _Got | None:
        if answer.status == NOT_MODIFIED:
            return None
        catalogue = self._catalogue
        headers, path = answer.headers, urlsplit(answer.address).path
        form = catalogue.form or rdf_reading.format_of(headers.get_content_type(), path)
        if form in rdf_reading.CUT_UNSEEN and not answer.says_its_end:
            raise SourceFailed(Cause.END_UNKNOWN.value)
        text = self._session.text(answer)
        graph = rdf_reading.graph_of(text, form, answer.address, catalogue.contexts)
        return self._taken(graph, answer, is_led=is_led)

    def _taken(self, graph: Graph, answer: Answer, *, is_led: bool) -> _Got:
        catalogue = self._catalogue
        records = Shaper(graph, catalogue.languages, catalogue.prefixes).records()
        add_entries(graph, records)
        if not records and (is_led or (None, RDF.type, DCAT.Catalog) not in graph):
            # Any RDF would do for an empty catalogue otherwise, that of an error's page as well.
            expected = "dcat:Dataset" if is_led else "dcat:Catalog"
            raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": expected})
        link = next_page(graph, answer.address)
        if link:
            link = self._session.absolute(link, answer.address)
        return _Got(records, total_of(graph), link, known_of(answer))

    def _following(self, state: State, prints: Sequence[str], got: _Got) -> State | None:
        after = state.after(prints, got.total, got.link)
        if not got.link:
            return self._ended(after)
        if got.link in self._links:
            raise SourceFailed(Cause.ENDLESS.value, {"page": after.number})
        if after.number >= self._catalogue.most_pages:
            raise SourceFailed(Cause.ENDLESS.value, {"most": self._catalogue.most_pages})
        return after

    def _ended(self, state: State) -> State | None:
        """Return the beginning of a further round where the catalogue changed; None at its end.

        Raises:
            SourceFailed: some of what it says it has did not come.
        """
        if state.has_moved:
            if state.turn >= MOST_ROUNDS:
                raise SourceFailed(Cause.CHANGED_MEANWHILE.value, {"times": state.turn})
            self._session.notice(Cause.READ_AGAIN, total=state.total)
            self._links.clear()
            return state.again()
        if state.total is not None and state.given < state.total:
            detail = {"given": state.given, "total": state.total}
            if self._catalogue.is_total_exact:
                raise SourceFailed(Cause.ENDED_EARLY.value, detail)
            self._session.notice(Cause.TOTAL_WRONG, **detail)
        return None
