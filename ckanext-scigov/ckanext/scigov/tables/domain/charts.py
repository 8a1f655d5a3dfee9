"""The shapes of a chart: where its bars, lines and words stand. All of it is reckoned in decimals."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext

MOST_PERIODS = 600
WIDTH = 480
ROW = 44
BAR_TOP = 22
LABEL_WIDTH = 32
"""Of the words beside a bar: a Chinese character is two wide, another one."""
LEFT, RIGHT, TOP, BOTTOM = 90, 456, 16, 226
LINE_HEIGHT = 262
TICKS = 5
WORDS_BELOW = 6
ONE = Decimal(1)
PRECISE = Context(prec=1_000)


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    full_label: str
    text: str
    """The amount as it is written."""
    y: int
    x: str
    width: str
    is_rest: bool = False
    """It stands for many values, or for none."""
    is_cut: bool = False
    """There is no room for all of it."""


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]
    height: int
    zero: str
    """Where bars begin."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    """Lines at round amounts."""
    below: tuple[Tick, ...]
    """Some of the periods."""
    zero: str

    @property
    def path(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


Amounts = Sequence[tuple[str, Decimal, str]]
"""Label, amount, and the amount in words."""


def bars_of(amounts: Amounts, rest: Amounts = ()) -> Bars:
    """Return a bar for each amount, from the top down; to the left of zero where it is negative.

    Args:
        amounts: of single values, which there is room for.
        rest: of all other values together, and of none; they are cut where they are longer.
    """
    with localcontext(PRECISE):
        scaled = [amount for _, amount, _ in amounts or rest]
        low, high = min([Decimal(0), *scaled]), max([Decimal(0), *scaled])
        span = high - low or ONE
        zero = WIDTH * -low / span
        found: list[Bar] = []
        for number, (label, amount, text) in enumerate([*amounts, *rest]):
            drawn = min(max(amount, low), high)
            length = WIDTH * abs(drawn) / span
            start = zero if drawn >= 0 else zero - length
            shape = number * ROW, place(start), place(length)
            is_rest = number >= len(amounts)
            found.append(Bar(shortened(label), label, text, *shape, is_rest, drawn != amount))
        return Bars(tuple(found), len(found) * ROW, place(zero))


def line_of(amounts: Amounts) -> Line:
    """Return a line through amounts of periods that follow one another."""
    with localcontext(PRECISE):
        steps = ticks([amount for _, amount, _ in amounts])
        low, high = steps[0], steps[-1]

        def height(amount: Decimal) -> str:
            return place(BOTTOM - (BOTTOM - TOP) * (amount - low) / (high - low))

        apart = Decimal(RIGHT - LEFT) / max(1, len(amounts) - 1)
        dots = tuple(
            Dot(place(LEFT + number * apart), height(amount), label, text)
            for number, (label, amount, text) in enumerate(amounts)
        )
        every = max(1, -(-len(dots) // WORDS_BELOW))
        below = tuple(Tick(dot.x, dot.label) for dot in dots[::every])
        across = tuple(Tick(height(step), plain(step)) for step in steps)
        return Line(dots, across, below, height(Decimal(0)))


def ticks(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Return round amounts from below the lowest to above the highest, zero among them."""
    low = min([Decimal(0), *amounts])
    high = max([Decimal(0), *amounts])
    step = _round_step((high - low or ONE) / TICKS)
    if all(one == one.to_integral_value() for one in amounts):
        step = max(step, ONE)  # There is no half of a row.
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    count = int(max(last - first, ONE)) + 1
    return [(first + number) * step for number in range(count)]


def _round_step(least: Decimal) -> Decimal:
    """Return 1, 2 or 5 with zeros, the smallest that is not below."""
    power = ONE.scaleb(least.adjusted())
    return next(one * power for one in (1, 2, 5, 10) if one * power >= least)


def place(number: Decimal | int) -> str:
    """Return a coordinate with one decimal."""
    return str(Decimal(number).quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shortened(text: str, width: int = LABEL_WIDTH) -> str:
    """Return as much of a text as has room, with an ellipsis where some is left out."""
    taken = 0
    for number, sign in enumerate(text):
        taken += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if taken > width:
            return f"{text[: max(0, number - 1)]}…"
    return text


def periods(first: str, last: str) -> Iterator[str]:
    """Yield the years (``2026``) or months (``2026-03``) from the first to the last."""
    if "-" not in first:
        yield from (f"{year:04}" for year in range(int(first), int(last) + 1))
        return
    start, end = _months(first), _months(last)
    yield from (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1))


def _months(period: str) -> int:
    year, month = period.split("-")
    return int(year) * 12 + int(month) - 1


def with_gaps(
    amounts: Mapping[str, tuple[int, str | None]],
) -> list[tuple[str, int, str | None]] | None:
    """Return periods without rows, too; None where there would be too many."""
    if not amounts:
        return []
    found: list[tuple[str, int, str | None]] = []
    for period in periods(min(amounts), max(amounts)):
        if len(found) == MOST_PERIODS:
            return None
        found.append((period, *amounts.get(period, (0, None))))
    return found
