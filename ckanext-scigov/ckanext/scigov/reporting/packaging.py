"""A package put together: every entry judged, compared with what the receiver has, written down.

The file is a ZIP: ``manifest.json``, ``catalogue.xlsx``, ``catalogue.json``. What lacks something is on the
page and not in the file, which leaves the house.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, cast

from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.reporting import collecting, config, queries, service
from ckanext.scigov.reporting.collecting import Found, Walk
from ckanext.scigov.reporting.domain import elements, forms
from ckanext.scigov.reporting.domain.changes import Change, Outcome, change_of
from ckanext.scigov.reporting.domain.judging import Why, fingerprint
from ckanext.scigov.reporting.files import JsonFile, WorkbookFile
from ckanext.scigov.reporting.parties import Sight
from ckanext.scigov.reporting.queries import Standing
from ckanext.scigov.reporting.service import Made, ReportReason
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused

PIECE = 1 << 20
UNKNOWN = Standing(
    "", may_hold_more=False, dataset_id="", title="", provider_id="", provider_title=""
)


@dataclass(slots=True)
class _Package:
    """A package as it grows."""

    sequence: int
    standings: Mapping[str, Standing]
    book: WorkbookFile
    text: JsonFile
    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    lacking: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    codes: set[str] = field(default_factory=set[str])

    def take(self, found: Found) -> None:
        """Tell of an entry what the receiver does not know yet."""
        if found.lacks:
            self.lacking.append({**_whose(found), "reasons": forms.reasons(found.lacks)})
            if _stays(found):
                self.codes.add(found.record.get(elements.CODE))
            return
        code, now = found.record.get(elements.CODE), fingerprint(found.record)
        self.codes.add(code)
        standing = self.standings.get(code, UNKNOWN)
        change = change_of(standing.confirmed, now, may_hold_more=standing.may_hold_more)
        if change is None:
            return
        self.book.add(found.record, change.value)
        self.text.add(found.record, change.value)
        self.lines.append(_line(code, change, now, _whose(found)))

    def gone(self) -> dict[str, Standing]:
        """Return by code what the receiver may have and the walk has not met."""
        return {
            code: one
            for code, one in self.standings.items()
            if code not in self.codes
            and change_of(one.confirmed, "", may_hold_more=one.may_hold_more) is not None
        }

    def withdraw(self) -> list[list[str]]:
        """Tell of what is gone; return the rows of the last sheet."""
        rows: list[list[str]] = []
        for code, one in sorted(self.gone().items()):
            self.lines.append(_line(code, Change.WITHDRAWN, "", _whose(one)))
            rows.append([code, one.title, one.provider_title])
        return rows


def make(context: Any, by: By) -> int:
    """Make the next package of the whole register, as whoever asks; return its number.

    Raises:
        Refused: there is nothing to tell.
    """
    session = model.Session()
    sequence = service.next_sequence(session)
    head = _head(sequence, by)
    package = _Package(
        sequence, queries.standings(session), WorkbookFile(of_package=True), JsonFile(head)
    )
    for found in _all_of(context, package, collecting.begin()):
        package.take(found)
    withdrawn = package.withdraw()
    if not package.lines:
        raise Refused(_nothing(package))
    last = (forms.WITHDRAWN, forms.WITHDRAWN_COLUMNS, withdrawn)
    store, key = config.file_store(), ids.random_key()
    with (
        package.book.finish(*last) as book,
        package.text.finish(*last) as text,
        _zipped(head, package.lines, {"catalogue.xlsx": book, "catalogue.json": text}) as file,
    ):
        stored = store.write(key, cast("Any", file))
    try:
        made = Made(sequence, package.lines, package.lacking, stored)
        service.record_package(session, made, by)
    except BaseException:
        store.delete(key)
        raise
    return sequence


def _nothing(package: _Package) -> Refusal:
    if package.standings:
        return Refusal(ReportReason.NOTHING_CHANGED)
    return Refusal(ReportReason.NOTHING_COMPLETE, values={"lacking": len(package.lacking)})


def _all_of(context: Any, package: _Package, walked: Walk) -> Iterator[Found]:
    """Yield every entry. What seems to be gone is asked for once more: a walk can miss one.

    An entry that leaves the catalogue while it is read moves those behind it one place up.
    """
    yield from collecting.walk(context, {"sight": Sight.REGISTER.value}, walked)
    missed = {one.dataset_id for one in package.gone().values()} - walked.ids
    yield from collecting.named(context, missed, walked)


def _stays(found: Found) -> bool:
    """Say whether the receiver keeps what it has of an entry that lacks something now.

    A gap is no reason to withdraw; that it is shared with nobody any more, or not graded, is.
    """
    return not any(one.column == elements.SHARE or one.why is Why.TWICE for one in found.lacks)


def _whose(one: Found | Standing) -> dict[str, Any]:
    return {
        "dataset_id": one.dataset_id,
        "title": one.title,
        "provider_id": one.provider_id,
        "provider_title": one.provider_title,
    }


def _line(code: str, change: Change, print_: str, whose: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        **whose,
        "change": change.value,
        "fingerprint": print_,
        "outcome": Outcome.WAITING.value,
        "reason": "",
        "receiver_code": "",
        "answered_at": None,
    }


def _head(sequence: int, by: By) -> dict[str, Any]:
    made_at = by.now.replace(microsecond=0).isoformat()
    return {"数据包序号": sequence, "上一序号": sequence - 1, "生成时间": made_at}


def _zipped(
    head: Mapping[str, Any], lines: list[dict[str, Any]], files: Mapping[str, IO[bytes]]
) -> IO[bytes]:
    """Return the package; the manifest has numbers and the checksum of each file in it."""
    counts = {
        word: sum(line["change"] == code for line in lines) for code, word in forms.CHANGES.items()
    }
    told: dict[str, Any] = {**head, "数量": counts, "文件": {}}
    made = tempfile.TemporaryFile()  # noqa: SIM115  (whoever takes it closes it)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            told["文件"][name] = {"sha256": _packed(archive, name, file)}
        archive.writestr("manifest.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    made.seek(0)
    return made


def _packed(archive: zipfile.ZipFile, name: str, file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as target:
        while piece := file.read(PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()
