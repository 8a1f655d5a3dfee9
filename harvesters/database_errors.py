"""What goes wrong with a database, as a cause and a few values: no address, no password, no statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import exc

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause

_CODES: Mapping[str, Cause] = {
    # PostgreSQL's SQLSTATE
    "57014": Cause.TIMED_OUT,
    "28P01": Cause.NOT_AUTHORIZED,
    "28000": Cause.NOT_AUTHORIZED,
    "42501": Cause.NOT_AUTHORIZED,
    "42P01": Cause.NOT_FOUND,
    "42703": Cause.NOT_FOUND,
    "3D000": Cause.NOT_FOUND,
    # MariaDB's and MySQL's numbers
    "1044": Cause.NOT_AUTHORIZED,
    "1045": Cause.NOT_AUTHORIZED,
    "1142": Cause.NOT_AUTHORIZED,
    "1698": Cause.NOT_AUTHORIZED,
    "1049": Cause.NOT_FOUND,
    "1054": Cause.NOT_FOUND,
    "1146": Cause.NOT_FOUND,
    "1969": Cause.TIMED_OUT,
    "3024": Cause.TIMED_OUT,
}
_SAYINGS: tuple[tuple[str, Cause], ...] = (
    # At connecting, PostgreSQL's library gives a text alone.
    ("authentication failed", Cause.NOT_AUTHORIZED),
    ("no password supplied", Cause.NOT_AUTHORIZED),
    ("pg_hba", Cause.NOT_AUTHORIZED),
    ("does not exist", Cause.NOT_FOUND),
    ("timeout expired", Cause.TIMED_OUT),
    ("timed out", Cause.TIMED_OUT),
    ("interrupted", Cause.TIMED_OUT),
    ("no such table", Cause.NOT_FOUND),
    ("no such column", Cause.NOT_FOUND),
    ("unable to open", Cause.UNREACHABLE),
    ("not a database", Cause.BAD_ANSWER),
    ("malformed", Cause.BAD_ANSWER),
    ("could not connect", Cause.UNREACHABLE),
    ("connection", Cause.UNREACHABLE),
)


@contextmanager
def told(**detail: Any) -> Iterator[None]:
    """Make a ``SourceFailed`` of whatever a database or its driver raises."""
    try:
        yield
    except exc.DBAPIError as error:
        cause, code = cause_of(error)
        more = {"code": code} if code else {}
        raise SourceFailed(cause.value, {**detail, **more}) from None
    except (exc.NoSuchModuleError, ImportError):
        raise SourceFailed(Cause.NO_DRIVER.value, detail) from None
    except exc.NoSuchTableError:
        raise SourceFailed(Cause.NOT_FOUND.value, detail) from None
    except TimeoutError:
        raise SourceFailed(Cause.TIMED_OUT.value, detail) from None
    except OSError:
        raise SourceFailed(Cause.UNREACHABLE.value, detail) from None
    except (exc.SQLAlchemyError, ValueError, ArithmeticError):
        # A value that the driver cannot read, or a database that answers otherwise than its make does.
        raise SourceFailed(Cause.BAD_ANSWER.value, detail) from None


def cause_of(error: exc.DBAPIError) -> tuple[Cause, str]:
    """Return the cause, and the code that the database gave; empty where it gave none."""
    original = error.orig
    code = str(getattr(original, "pgcode", None) or _first(original))
    if code in _CODES:
        return _CODES[code], code
    if error.connection_invalidated:
        return Cause.UNREACHABLE, code
    said = str(original).lower()
    found = next((cause for words, cause in _SAYINGS if words in said), Cause.SOURCE_ERROR)
    return found, code


def _first(error: BaseException | None) -> str:
    """Return MySQL's number: the first argument of its errors."""
    first = error.args[0] if error is not None and error.args else ""
    return str(first) if isinstance(first, int) else ""
