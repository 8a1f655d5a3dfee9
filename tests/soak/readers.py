"""People who search all the time and know what the answer may be."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from typing import Any

from soak.ledger import Ledger, Version
from soak.site import PROVIDERS, Connection, NoAnswerError, Site
from soak.watch import Watch
from soak.writers import TAG

PAGE = 1000


class Reader:
    """One of them, always asking the same process."""

    def __init__(
        self,
        number: int,
        site: Site,
        ledger: Ledger,
        watch: Watch,
        chance: random.Random,
        pause: float,
    ) -> None:
        self.number = number
        self._site = site
        self._ledger = ledger
        self._watch = watch
        self._chance = chance
        self._pause = pause
        processes = site.web_processes()
        self._pid = processes[number % len(processes)]
        self._connection: Connection | None = None

    def run(self) -> None:
        """Read until told to stop."""
        checks = (self._by_key, self._by_words, self._all_of_mine, self._counts, self._everything)
        while not self._watch.stop.is_set():
            check = self._chance.choice(checks)
            began = time.monotonic()
            try:
                check()
            except NoAnswerError as error:
                self._watch.failed(f"Reader {self.number}", began, error)
                time.sleep(0.2)
            except Exception as error:
                self._watch.report(f"Reader {self.number} gave up: {error!r}")
                raise
            self._watch.count(f"reads: {check.__name__.strip('_').replace('_', ' ')}")
            time.sleep(self._pause)

    def _ask(self, **asked: Any) -> tuple[float, float, dict[str, Any]]:
        """Return when a search began and ended, and its answer."""
        try:
            if self._connection is None:
                self._connection = self._site.connection_to(self._pid)
            began = time.monotonic()
            answer = self._connection.ask("package_search", **asked)
        except (NoAnswerError, OSError) as error:
            if self._connection:
                self._connection.close()
            self._connection = None
            raise NoAnswerError(str(error)) from error
        return began, time.monotonic(), answer

    def _some_version(self) -> Version | None:
        there = self._ledger.now()
        return self._chance.choice(list(there.values())) if there else None

    def _by_key(self) -> None:
        """A dataset by its name: once, as it is now."""
        version = self._some_version()
        if version:
            self._expect(version.name, fq=f"name:{version.name}")

    def _by_words(self) -> None:
        """A dataset by words of one of its versions."""
        version = self._some_version()
        if version is None:
            return
        text = self._chance.choice((version.word, version.code))
        began, ended, answer = self._ask(q=text, rows=10)
        possible = self._ledger.possible(version.name, began, ended)
        titles = [d["title"] for d in answer["results"]]
        may_be_there = version in possible
        must_be_there = possible == {version}
        right = titles == [version.title] if titles else not must_be_there
        if not right or (titles and not may_be_there) or answer["count"] != len(titles):
            self._wrong(f"q={text}", began, ended, f"{titles}, count {answer['count']}", possible)

    def _expect(self, name: str, **asked: Any) -> None:
        began, ended, answer = self._ask(**asked, rows=10)
        possible = self._ledger.possible(name, began, ended)
        titles = [d["title"] for d in answer["results"]]
        allowed = [[state.title] if state else [] for state in possible]
        if titles not in allowed or answer["count"] != len(titles):
            self._wrong(str(asked), began, ended, f"{titles}, count {answer['count']}", possible)

    def _all_of_mine(self) -> None:
        """All datasets of the writers in one page: none twice, none missing, none too many."""
        began, ended, answer = self._ask(fq=f'tags:"{TAG}"', rows=PAGE, sort="name asc")
        check_page(answer, self._ledger, began, ended, self._report)

    def _counts(self) -> None:
        """A search with facets: every dataset has one provider, so its counts make the total."""
        provider = self._chance.choice(PROVIDERS)
        asked: dict[str, Any] = self._chance.choice([
            {"fq": f'tags:"{TAG}"'},
            {"fq": f'tags:"{TAG}" AND organization:"{provider}"'},
            {"q": "试验数据"},
        ])  # fmt: skip
        fields = ["organization", "tags", "license_id", "res_format"]
        began, ended, answer = self._ask(**asked, rows=0, **{"facet.field": fields})
        counts = {v["name"]: v["count"] for v in answer["search_facets"]["organization"]["items"]}
        if sum(counts.values()) != answer["count"]:
            self._report(f"{asked}: {answer['count']} found, and the counts are {counts}.")
        states = self._ledger.all_possible(began, ended).values()
        wanted = [
            {
                s is not None and (provider == s.provider or "organization" not in str(asked))
                for s in p
            }
            for p in states
        ]
        least, most = sum(all(w) for w in wanted), sum(any(w) for w in wanted)
        if "q" not in asked and not least <= answer["count"] <= most:
            self._report(f"{asked}: {answer['count']} found, {least} to {most} are there.")

    def _everything(self) -> None:
        """The whole catalogue: those of the writers and the others."""
        began, ended, answer = self._ask(q="*:*", rows=20, start=20 * self._chance.randrange(5))
        states = self._ledger.all_possible(began, ended).values()
        least = self._ledger.others + sum(None not in possible for possible in states)
        most = self._ledger.others + sum(possible != {None} for possible in states)
        names = [d["name"] for d in answer["results"]]
        if not least <= answer["count"] <= most:
            self._report(f"*:*: {answer['count']} found, {least} to {most} are there.")
        if len(set(names)) != len(names):
            self._report(f"*:*: one is there twice: {sorted(names)}.")

    def _wrong(self, asked: str, began: float, ended: float, got: str, possible: Any) -> None:
        self._report(f"{asked}: {got}; possible {possible} within {ended - began:.3f} s.")

    def _report(self, what: str) -> None:
        self._watch.report(f"Reader {self.number}, process {self._pid}: {what}")


def check_page(
    answer: dict[str, Any],
    ledger: Ledger,
    began: float,
    ended: float,
    report: Callable[[str], None],
) -> None:
    """Compare all datasets of the writers with what may be there."""
    titles = {d["name"]: d["title"] for d in answer["results"]}
    if not len(titles) == len(answer["results"]) == answer["count"]:
        report(f"{answer['count']} found, {len(answer['results'])} rows, {len(titles)} names.")
    for name, possible in ledger.all_possible(began, ended).items():
        if titles.get(name) not in {state.title if state else None for state in possible}:
            report(f"{name} is there as {titles.get(name)}; possible is {possible}.")


def check_everything(site: Site, ledger: Ledger, watch: Watch) -> None:
    """When nobody writes any more, every process and CKAN's own table say the same."""
    for pid in site.web_processes():
        with contextlib.closing(site.connection_to(pid)) as connection:
            began = time.monotonic()
            answer = connection.ask("package_search", fq=f'tags:"{TAG}"', rows=PAGE)

            def report(what: str, pid: int = pid) -> None:
                watch.report(f"At the end, process {pid}: {what}")

            check_page(answer, ledger, began, time.monotonic(), report)
    for name, version in ledger.now().items():
        if site.row_of(name) != (version.title, "active"):
            watch.report(f"At the end the database has {name} as {site.row_of(name)}.")
    print(f"{len(ledger.now())} datasets of the writers at the end, the same in every process.")
