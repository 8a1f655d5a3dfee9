"""People who make, change and delete datasets, and look at once whether everybody sees it."""

from __future__ import annotations

import contextlib
import random
import time

import psycopg2

from soak.ledger import Ledger, State, Version, Write
from soak.site import PROVIDERS, Connection, NoAnswerError, Site
from soak.watch import Watch

TAG = "耐久试验"
FEWEST, MOST = 40, 120
"""Datasets a writer keeps: below the first it only makes new ones, above the last it deletes."""
FIRST_CHARACTER, CHARACTERS = 0x4E00, 20_000
FIELDS = {
    "notes": "试验用的数据集。",
    "data_kind": "management",
    "data_form": "database",
    "source_system": "试验系统",
    "update_cycle": "annual",
    "security_level": "1",
    "share_type": "unconditional",
    "open_type": "unconditional",
    "license_id": "cc-by",
    "tag_string": TAG,
    "contact": [{"name": "办公室", "email": "office@example.org"}],
}


class Writer:
    """One of them; nobody else touches its datasets."""

    def __init__(
        self, number: int, site: Site, ledger: Ledger, watch: Watch, chance: random.Random
    ) -> None:
        self.number = number
        self._site = site
        self._ledger = ledger
        self._watch = watch
        self._chance = chance
        self._there: dict[str, Version] = {}
        self._made = 0
        self._connection = Connection(site.port, site.token)
        self._processes: dict[int, Connection] = {}

    def prepare(self) -> None:
        """Open a connection to each process."""
        for pid in self._site.web_processes():
            self._processes[pid] = self._site.connection_to(pid)

    def run(self) -> None:
        """Write until told to stop."""
        while not self._watch.stop.is_set():
            try:
                self._write()
            except Exception as error:
                self._watch.report(f"Writer {self.number} gave up: {error!r}")
                raise

    def _write(self) -> None:
        there = len(self._there)
        kinds = ["make"] if there < FEWEST else ["delete"] if there > MOST else []
        kind = self._chance.choice(kinds or ["make", "change", "change", "delete"])
        if kind == "make":
            self._made += 1
            name = f"soak-{self.number}-{self._made}"
            self._do(name, self._version(name), "package_create")
        elif kind == "change":
            name = self._chance.choice(sorted(self._there))
            self._do(name, self._version(name), "package_patch")
        else:
            name = self._chance.choice(sorted(self._there))
            self._do(name, None, "package_delete")

    def _version(self, name: str) -> Version:
        word = "".join(chr(FIRST_CHARACTER + self._chance.randrange(CHARACTERS)) for _ in range(4))
        code = f"zx{self._chance.getrandbits(48):012x}"
        return Version(name, word, code, self._chance.choice(PROVIDERS))

    def _do(self, name: str, version: State, action: str) -> None:
        """Send one write, note when it began and ended, and look for it in every process."""
        asked = {"id": name}
        if version:
            asked = {**FIELDS, "name": name, "title": version.title, "owner_org": version.provider}
            asked |= {"id": name} if action == "package_patch" else {}
        write = self._ledger.begin(name, version)
        try:
            self._connection.ask(action, **asked)
            state: State = version
        except NoAnswerError as error:
            self._watch.failed(f"Writer {self.number}", write.began, error)
            state = self._truth(name, version)
        self._ledger.end(name, write, state)
        self._remember(name, state)
        self._watch.count(f"writes: {action}")
        for pid in self._processes:
            self._look(pid, name, state, write)

    def _remember(self, name: str, state: State) -> None:
        if state is None:
            self._there.pop(name, None)
        else:
            self._there[name] = state

    def _truth(self, name: str, wanted: State) -> State:
        """Ask CKAN's own table what has become of a write that got no answer."""
        while True:
            with contextlib.suppress(psycopg2.OperationalError):
                row = self._site.row_of(name)
                break
            time.sleep(0.2)
        if row is None or row[1] != "active":
            return None
        return wanted if wanted and row[0] == wanted.title else self._there.get(name)

    def _look(self, pid: int, name: str, state: State, write: Write) -> None:
        """Ask one process for what was just written: it must know it by now."""
        began = time.monotonic()
        try:
            titles = self._titles(pid, fq=f"name:{name}")
            word = self._chance.choice((state.word, state.code)) if state else ""
            found = self._titles(pid, q=word) if word else []
        except NoAnswerError as error:
            self._watch.failed(f"Process {pid}", began, error)
            return
        expected = [state.title] if state else []
        self._watch.count("looks at a finished write, each in one process")
        if titles != expected or found != expected:
            self._watch.report(
                f"Process {pid}, {began - (write.ended or began):.3f} s after the write of {name} had "
                f"ended: expected {expected}, by name {titles}, by words {found}."
            )

    def _titles(self, pid: int, **asked: str) -> list[str]:
        try:
            answer = self._processes[pid].ask("package_search", **asked, rows=5)
        except NoAnswerError:
            # The connection may be gone with the answer; the next look needs one.
            with contextlib.suppress(NoAnswerError):
                self._processes[pid] = self._site.connection_to(pid)
            raise
        return [dataset["title"] for dataset in answer["results"]]
