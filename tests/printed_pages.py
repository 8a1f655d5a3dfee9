"""Pages of docs with parts that are printed from the code.

The test of a page writes it anew when it is run as a program, with ``PYTHONPATH=tests``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"


@dataclass(frozen=True)
class Page:
    """A page whose parts stand between two marks that bear their name; each is printed in lines."""

    name: str
    parts: Mapping[str, Callable[[], Iterable[str]]]

    def text(self) -> str:
        return (DOCS / self.name).read_text(encoding="utf-8")

    def filled(self) -> str:
        """Return the page with its parts printed anew.

        Raises:
            ValueError: the page has no place for a part.
        """
        text = self.text()
        for part, lines in self.parts.items():
            head, begin, rest = text.partition(f"<!-- {part} -->\n")
            _, end, tail = rest.partition(f"<!-- end of {part} -->\n")
            if not (begin and end):
                raise ValueError(f"{self.name} has no place for {part}.")
            printed = "".join(f"{line}\n" for line in lines())
            text = head + begin + printed + end + tail
        return text

    def write(self) -> None:
        (DOCS / self.name).write_text(self.filled(), encoding="utf-8")
