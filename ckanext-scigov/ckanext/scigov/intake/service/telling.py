"""Tell the operators of a source how a run of it went, as the source's policy says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ckan import model

from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.service import reading
from ckanext.scigov.intake.domain.sources import MailPolicy
from ckanext.scigov.intake.domain.states import RunState
from ckanext.scigov.intake.domain.telling import is_told
from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.intake.notice_words import WORDS, NoticeKind
from ckanext.scigov.notices import service as notices
from ckanext.scigov.notices.domain.params import Param, Title
from ckanext.scigov.shared.session import Session

OPERATING = (Capacity.EDITOR, Capacity.ADMIN)
KINDS: Mapping[RunState, NoticeKind] = {
    RunState.FINISHED: NoticeKind.FINISHED,
    RunState.FAILED: NoticeKind.FAILED,
    RunState.ASKING: NoticeKind.ASKS,
    RunState.LOST: NoticeKind.LOST,
}
COUNTS = ("listed", "new", "changed", "rejected", "archived", "errors", "warnings")


def tell(session: Session, run: Run, now: dt.datetime) -> int:
    """Tell of where a run stands now; nobody is told of the same twice. Returns how many were told.

    A run that was lost or has asked before tells of it again when it is so again.
    """
    source, package = session.get(Source, run.source_id), session.get(model.Package, run.source_id)
    state = RunState(run.state)
    if source is None or package is None or not package.owner_org:
        return 0
    if not is_told(MailPolicy(source.mail_policy), state, run.counts):
        return 0
    kind, moment = KINDS[state], run.finished_at or run.heard_at or run.requested_at
    return notices.notify(
        session,
        reading.staff_of(session, package.owner_org, OPERATING),
        kind=kind,
        feature="intake",
        object_id=run.id,
        path=f"/sources/{run.source_id}/runs/{run.id}",
        params=_params(kind, package.title or package.name, run.counts),
        now=now,
        key=moment.isoformat(),
    )


def _params(kind: NoticeKind, title: str, counts: Mapping[str, int]) -> dict[str, Param]:
    told: dict[str, Param] = {name: int(counts.get(name, 0)) for name in COUNTS}
    told["source"] = Title(title)
    return {name: value for name, value in told.items() if name in WORDS[kind].places}
