"""Carries out decisions about many proposals: a hundred with one commit, each as a single decision is.

A worker that dies loses its batch and nothing else: what has had its turn says so in the same commit.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from rq.timeouts import BaseTimeoutException

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import asking, together_queries, vault_watch
from ckanext.scigov.access.domain.grading import ProposalState
from ckanext.scigov.access.domain.together import (
    Case,
    Seen,
    SkipReason,
    Verdict,
    cautions_of,
    judge_turn,
    reason_of,
)
from ckanext.scigov.access.model import GradeProposal
from ckanext.scigov.access.model_together import DecisionOnEach, DecisionTogether
from ckanext.scigov.access.service import findings, grades
from ckanext.scigov.access.service import together as service
from ckanext.scigov.access.service.grades import Act, Target
from ckanext.scigov.search.many import Indexer
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import Refused

log = logging.getLogger(__name__)

BATCH = 100
AT_A_TIME = dt.timedelta(minutes=1)
"""So long a decision keeps the worker; then it waits behind what has come meanwhile."""
CHECKS: Mapping[Verdict, str] = {
    Verdict.APPROVE: "scigov_access_grade_approve",
    Verdict.REJECT: "scigov_access_grade_reject",
}


def carry_out(decision_id: str) -> None:
    """Go on with a decision to its end, or as long as it may keep the worker; commits."""
    until = clock.now() + AT_A_TIME
    indexer = Indexer()
    while _take(decision_id, indexer):
        if clock.now() > until:
            service.go_on_later(model.Session(), decision_id, now=clock.now())
            model.Session.commit()
            return


def _take(decision_id: str, indexer: Indexer) -> bool:
    """Take a batch; say whether there may be more."""
    session = model.Session()
    decision = service.under_way(session, decision_id)
    if decision is None:
        session.rollback()
        return False
    batch = service.next_of(session, decision_id, BATCH)
    if not batch:
        service.finish(session, decision, clock.now())
        session.commit()
        return False
    broken = indexer.index([], _Batch(decision, batch).take())
    if broken:
        # As a single decision that cannot be indexed is none: the rest has its turn without them.
        session.rollback()
        service.skip(session, decision_id, broken, SkipReason.FAILED)
    session.commit()
    indexer.after_commit()
    return True


class _Batch:
    """Some proposals of a decision, in one transaction."""

    def __init__(self, decision: DecisionTogether, batch: Sequence[DecisionOnEach]) -> None:
        self._session = model.Session()
        self._decision, self._batch = decision, batch
        self._verdict = Verdict(decision.decision)
        user = self._session.get(model.User, decision.decided_by)
        self._context: Any = None
        if user is not None and user.state == model.State.ACTIVE:
            self._context = {"user": user.name, "auth_user_obj": user}

    def take(self) -> list[str]:
        """Give each its turn; return the datasets of which something was decided."""
        packages = self._packages()
        proposals = self._proposals()
        cases = together_queries.cases(self._session, proposals)
        decided: list[str] = []
        for each in self._batch:
            proposal, package = proposals.get(each.proposal_id), packages.get(each.dataset_id)
            reason = self._turn(each, proposal, package, cases.get(each.proposal_id))
            service.settle(each, reason)
            if reason is None:
                decided.append(each.dataset_id)
        self._session.flush()
        return decided

    def _packages(self) -> dict[str, model.Package]:
        """Lock the entries first, as whoever saves one does: nobody waits for somebody who waits for him."""
        ids = [each.dataset_id for each in self._batch]
        query = sa.select(model.Package).where(model.Package.id.in_(ids)).order_by(model.Package.id)
        locked = query.with_for_update().execution_options(populate_existing=True)
        return {one.id: one for one in self._session.scalars(locked)}

    def _proposals(self) -> dict[str, GradeProposal]:
        ids = [each.proposal_id for each in self._batch]
        query = sa.select(GradeProposal).where(GradeProposal.id.in_(ids)).order_by(GradeProposal.id)
        locked = query.with_for_update().execution_options(populate_existing=True)
        return {one.id: one for one in self._session.scalars(locked)}

    def _turn(
        self,
        each: DecisionOnEach,
        proposal: GradeProposal | None,
        package: model.Package | None,
        case: Case | None,
    ) -> SkipReason | None:
        if proposal is None or package is None or case is None:
            return SkipReason.GONE
        seen = Seen(
            may_decide=self._may_decide(each.dataset_id),
            waits=proposal.state == ProposalState.WAITING.value,
            is_unchanged=package.metadata_modified == each.entry_modified,
            cautions=cautions_of(case),
        )
        return judge_turn(seen) or self._decided(package)

    def _may_decide(self, dataset_id: str) -> bool:
        """Ask what a single decision asks, at this moment."""
        if self._context is None:
            return False
        try:
            context: Any = dict(self._context)
            tk.check_access(CHECKS[self._verdict], context, {"dataset_id": dataset_id})
        except (tk.NotAuthorized, tk.ObjectNotFound):
            return False
        return True

    def _decided(self, package: model.Package) -> SkipReason | None:
        """Decide one; whatever is wrong with it leaves nothing of it, and the others as they are."""
        act = asking.act_of(self._context)
        try:
            with self._session.begin_nested():
                self._decide(package, act)
        except Refused as refused:
            # What was found is kept, so that the proposal waits among those for a single look.
            findings.refresh_waiting(self._session, package.id, act.now)
            return reason_of(refused.refusals)
        except BaseTimeoutException:
            raise
        except Exception:
            log.exception("A proposal could not be decided together with others.")
            return SkipReason.FAILED
        return None

    def _decide(self, package: model.Package, act: Act) -> None:
        target = Target.dataset(package.id)
        if self._verdict is Verdict.APPROVE:
            grades.approve(self._session, target, self._decision.reason, act)
        else:
            grades.reject(self._session, target, self._decision.reason, act)
        vault_watch.settle(package)
