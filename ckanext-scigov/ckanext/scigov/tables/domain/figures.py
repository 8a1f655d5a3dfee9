"""Figures of a column in the form in which they are shown: exact, and no longer than they have to be."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext

MEAN_DIGITS = 6
"""At least so many digits of a mean are shown, and all before its point."""
MOST_CELLS = 2_000_000
"""Cells of which different values are told apart."""
MOST_ROWS = 100_000
DIGITS = 1_000
"""Digits that a number of PostgreSQL's is reckoned with here."""


def rows_for(columns: int) -> int:
    """Return of how many rows different values are told apart: of fewer, the wider a table is."""
    return min(MOST_ROWS, MOST_CELLS // max(1, columns))


def rounded(text: str) -> str:
    """Return a mean with six digits, or with as many as stand before its point."""
    with localcontext() as context:
        context.prec = DIGITS
        try:
            number = Decimal(text)
            places = max(0, MEAN_DIGITS - 1 - number.adjusted())
            return plain(str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)))
        except InvalidOperation:  # No number, infinite, or with more digits than these.
            return plain(text)


def plain(text: str) -> str:
    """Return a number without zeros at its end and without an exponent: ``12.5000`` is 12.5."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def share(part: int, whole: int) -> str:
    """Return a share in percent with one decimal; a little is never nothing, nor a lot all."""
    if not whole:
        return "0"
    tenths = (2000 * part + whole) // (2 * whole)
    if part and not tenths:
        return "< 0.1"
    if part != whole and tenths == 1000:
        return "> 99.9"
    return plain(f"{tenths // 10}.{tenths % 10}")
