"""What a grant asks of its holder, carried out where rows are given: limits, account, mark, notice."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, cast

import flask
import simplejson
from sqlalchemy import orm

from ckan import model

from ckanext.scigov.access import config, dump_notice, sentences_rows, table_reading
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.domain.obligations import may_take_all, rows_an_answer
from ckanext.scigov.access.domain.row_terms import RowTerms
from ckanext.scigov.access.service import reads
from ckanext.scigov.access.service.reads import Read, ReadEvent
from ckanext.scigov.access.table_reading import Reading
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.toolkit_actors import actor_from

Mark: TypeAlias = Callable[[Any], Any]

_ACCOUNTED = "scigov_access_accounted"
DELIMITERS = {"csv": ",", "tsv": "\t"}


def enter(context: Any, reading: Reading, terms: RowTerms, data_dict: dict[str, Any]) -> None:
    """Hold a call to its terms, and put it on record before any row is given.

    Raises:
        tk.NotAuthorized: the terms do not allow it, or not today.
    """
    most = rows_an_answer(terms.obligations)
    if most:
        if table_reading.is_dump():
            table_reading.refuse(sentences_rows.portions_only(most))
        data_dict["limit"] = min(int(data_dict.get("limit", most)), most)
    account(context, reading, terms)


def require_all(terms: RowTerms) -> None:
    """Refuse the table as a file where the terms allow portions only."""
    if not may_take_all(terms.obligations):
        most = rows_an_answer(terms.obligations)
        table_reading.refuse(sentences_rows.portions_only(most))


def account(
    context: Any, reading: Reading, terms: RowTerms, event: ReadEvent = ReadEvent.ROWS
) -> None:
    """Write down that somebody reads, once in a request; and count the request.

    A transaction of its own: the call may be in the middle of another act, which may yet fail, while
    what was read has been read.
    """
    if not reading.principal.user_id or _is_accounted(reading):
        return
    now = clock.now()
    # Only requests are counted: a dump goes on when its request is over.
    most = terms.obligations.most_requests_a_day if flask.has_request_context() else 0
    with orm.Session(model.Session.get_bind()) as session:
        for number in terms.grant_numbers if most else ():
            if not reads.count_request(session, number, most, local_day(now)):
                again = local_day(now) + dt.timedelta(days=1)
                table_reading.refuse(sentences_rows.used_up(again))
        read = Read(event, reading.resource_id, reading.decision)
        reads.record(session, read, actor_from(context), now)
        session.commit()
    if flask.has_request_context():
        flask.g.setdefault(_ACCOUNTED, set()).add(_key(reading))


def _is_accounted(reading: Reading) -> bool:
    return flask.has_request_context() and _key(reading) in flask.g.get(_ACCOUNTED, ())


def _key(reading: Reading) -> tuple[str, str]:
    return reading.principal.user_id, reading.resource_id


def mark_of(terms: RowTerms) -> Mark | None:
    """Return what marks a value for the grant's holder; None where no mark is asked for."""
    if not (terms.obligations.watermark and terms.grant_numbers):
        return None
    key, number = config.mark_key(), terms.grant_numbers[0]
    return lambda value: marks.marked(key, number, value) if isinstance(value, str) else value


def marked(answer: dict[str, Any], terms: RowTerms) -> dict[str, Any]:
    """Return an answer of ``datastore_search`` with notice and mark, where the terms ask for them."""
    mark = mark_of(terms)
    if mark is None:
        return answer
    notice = sentences_rows.notice(terms.grant_numbers)
    form, records = answer["records_format"], answer["records"]
    if form in DELIMITERS:
        above = [notice] if table_reading.is_dump() else []
        answer["records"] = _marked_text(records, mark, DELIMITERS[form], above)
    else:
        dump_notice.keep(form, notice)
        answer["records"] = [_marked_row(row, mark) for row in _decoded(records)]
    answer["notice"] = notice
    return answer


def _decoded(records: Any) -> list[Any]:
    """The API gets its records as JSON text."""
    if isinstance(records, list):
        return cast("list[Any]", records)
    return simplejson.loads(simplejson.dumps(records, for_json=True), use_decimal=True)


def _marked_row(row: Any, mark: Mark) -> Any:
    if isinstance(row, dict):
        return {name: mark(value) for name, value in cast("dict[str, Any]", row).items()}
    return [mark(value) for value in row]


def _marked_text(records: str, mark: Mark, delimiter: str, above: Sequence[str]) -> str:
    """Return lines with marked cells; what stands above is a line of one cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for line in above:
        writer.writerow([line])
    for row in csv.reader(io.StringIO(records), delimiter=delimiter):
        writer.writerow([mark(cell) for cell in row])
    return out.getvalue()
