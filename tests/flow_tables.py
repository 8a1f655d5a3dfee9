"""What the tests of a table of steps share: its golden file, and its parts of a page."""

from __future__ import annotations

import csv
import enum
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

GOLDEN = Path(__file__).parent / "golden"
COLUMNS = ("state", "event", "party", "outcome")


@dataclass(frozen=True)
class Golden:
    """A file with what comes of every event in every state by every party."""

    name: str
    states: type[enum.Enum]
    events: type[enum.Enum]
    parties: type[enum.Enum]
    outcome: Callable[[Any, Any, Any], str]

    def rows(self) -> Iterator[tuple[str, ...]]:
        for one in itertools.product(self.states, self.events, self.parties):
            yield (*(part.value for part in one), self.outcome(*one))

    def stored(self) -> list[tuple[str, ...]]:
        with (GOLDEN / self.name).open(encoding="utf-8", newline="") as file:
            return [tuple(row) for row in csv.reader(file)][1:]

    def write(self) -> None:
        with (GOLDEN / self.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *self.rows()])


@dataclass(frozen=True)
class Flow:
    """A table of steps, and which states a step can lead to."""

    table: Mapping[tuple[Any, Any], Any]
    states: type[enum.Enum]
    events: type[enum.Enum]
    parties: type[enum.Enum]
    targets: Callable[[Any, Any], Collection[Any]]

    def arrows(self) -> dict[tuple[Any, Any], list[str]]:
        """Return the steps from each state to each other one."""
        found: dict[tuple[Any, Any], list[str]] = {}
        for state, event in self.table:
            for target in self.targets(state, event):
                if target is not state:
                    found.setdefault((state, target), []).append(event.value)
        return found

    def reached(self) -> set[Any]:
        return {end for _, end in self.arrows()}

    def left(self) -> set[Any]:
        return {begin for begin, _ in self.arrows()}

    def diagram(self) -> Iterator[str]:
        yield "```mermaid"
        yield "stateDiagram-v2"
        yield f"    [*] --> {next(iter(self.states)).value}"
        arrows = self.arrows()
        for begin, end in itertools.product(self.states, self.states):
            if events := arrows.get((begin, end)):
                yield f"    {begin.value} --> {end.value}: {', '.join(sorted(events))}"
        for state in self.states:
            if state not in self.left():
                yield f"    {state.value} --> [*]"
        yield "```"

    def steps(self) -> Iterator[str]:
        yield "| in state | step | by | leads to | condition |"
        yield "|---|---|---|---|---|"
        for state, event in itertools.product(self.states, self.events):
            if transition := self.table.get((state, event)):
                parties = ", ".join(one.value for one in self.parties if one in transition.parties)
                leads = ", ".join(one.value for one in self.targets(state, event))
                terms = ", ".join(f"`{one.value}`" for one in transition.conditions) or "–"
                yield f"| {state.value} | `{event.value}` | {parties} | {leads} | {terms} |"


def conditions(texts: Mapping[Any, str], kinds: type[enum.Enum]) -> Iterator[str]:
    yield "| condition | the step can be taken |"
    yield "|---|---|"
    for condition in kinds:
        yield f"| `{condition.value}` | {texts[condition]} |"


def limits(file: Path) -> Iterator[str]:
    """Tell the limits of a feature's ``limits.yaml``."""
    yield "| limit | working days | rests on | |"
    yield "|---|---|---|---|"
    for key, one in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        mark = "confirmed" if one["confirmed"] else "to be confirmed"
        yield f"| `{key}` | {one['days']} | {one['basis']} | {mark} |"
