"""What a list does not say of a record, by further requests."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.intake.contract import Raw, SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared.asking import Answer
from ckanext.scigov_harvesters import json_answers, json_text
from ckanext.scigov_harvesters.json_settings import Detail, Listing
from ckanext.scigov_harvesters.session import GONE, NOT_FOUND, Session


class Details:
    """Asks all of them."""

    def __init__(self, listing: Listing, session: Session) -> None:
        self._listing, self._session = listing, session

    def whole(self, raw: Raw) -> dict[str, Any]:
        """Return a record with all that the further requests say of it.

        Raises:
            SourceFailed: the source is gone. KeyError: it does not know the record any more.
        """
        found = dict(raw)
        for detail in self._listing.details:
            found.update(self._said(detail, raw))
        return found

    def _said(self, detail: Detail, raw: Raw) -> dict[str, Any]:
        try:
            asked = detail.template.filled(lambda place: _field(raw, place))
            found = self._session.ask(asked, lambda answer: self._read(answer, detail))
        except SourceFailed as failed:
            if failed.detail.get("status") not in (NOT_FOUND, GONE):
                raise
            found = None
        except KeyError:
            found = None
        if found is None and not detail.is_optional:
            raise KeyError(detail.into or "record")
        return {detail.into: found} if detail.into and found is not None else dict(found or {})

    def _read(self, answer: Answer, detail: Detail) -> Any:
        document = json_answers.document_of(self._session, answer)
        json_answers.check_success(self._listing.success, document)
        found = json_text.at_path(document, detail.path)
        total = json_answers.total_at(document, detail.total)
        if total is not None and len(found or ()) < total:
            given = len(found or ())
            raise SourceFailed(Cause.ENDED_EARLY.value, {"given": given, "total": total})
        if detail.most and isinstance(found, list):
            found = found[: detail.most]
        is_fit = isinstance(found, dict) or bool(detail.into)
        return found if is_fit else None


def _field(raw: Raw, place: str) -> Any:
    value = json_text.at_path(raw, place)
    if value is None or value == "":
        raise KeyError(place)
    return value
