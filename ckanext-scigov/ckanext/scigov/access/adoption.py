"""Take entries under the rules of graded access that came into the catalogue before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from ckan import logic, model

from ckanext.scigov.access import vault_watch
from ckanext.scigov.access.domain.grading import ObjectKind, ProposalState
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.service import grades
from ckanext.scigov.access.service.grades import Act, Target

BATCH = 100


@dataclass(slots=True)
class Adopted:
    """How many entries were taken, and how many grades came into force with it."""

    entries: int = 0
    in_force: int = 0


def adopt(act: Act, reason: str, say: Callable[[int], None]) -> Adopted:
    """Give every entry without one its row of grades, and put its places in the vault.

    What its fields say becomes a proposal; with a ``reason`` it is in force at once, in the name of
    the system. Commits every hundred entries; a run that was broken off goes on where it stopped.
    """
    done = Adopted()
    for ids in _batches():
        for dataset_id in ids:
            package = model.Session.get(model.Package, dataset_id)
            assert package is not None
            grades.settle_saved(model.Session, package, act)
            if reason:
                done.in_force += approve_waiting(package, act, reason)
            vault_watch.settle(package)
        model.repo.commit_and_remove()
        done.entries += len(ids)
        say(done.entries)
    return done


def approve_waiting(package: model.Package, act: Act, reason: str) -> int:
    """Put what waits for an entry and its resources in force; the caller commits and indexes."""
    waiting = model.Session.scalars(
        sa.select(GradeProposal).where(
            GradeProposal.dataset_id == package.id,
            GradeProposal.state == ProposalState.WAITING.value,
        )
    ).all()
    for one in waiting:
        target = Target(one.object_id, ObjectKind(one.object_kind), one.dataset_id)
        grades.approve(model.Session, target, reason, act)
    vault_watch.settle(package)
    return len(waiting)


def publish(dataset_id: str, act: Act, reason: str) -> None:
    """As ``approve_waiting``, commit, and let the index say so."""
    package = model.Package.get(dataset_id)
    if package is None:
        raise LookupError(f"There is no dataset {dataset_id}.")
    if approve_waiting(package, act, reason):
        logic.index_update_package({"ignore_auth": True, "user": ""}, package.id)
    model.repo.commit()


def _batches() -> Iterator[list[str]]:
    """Yield the ids of entries that have no row of grades yet."""
    package = model.package_table.c
    query = (
        sa.select(package.id)
        .outerjoin(GradeInForce, GradeInForce.object_id == package.id)
        .where(package.type == vault_watch.ENTRY, GradeInForce.object_id.is_(None))
        .order_by(package.id)
        .limit(BATCH)
    )
    while ids := list(model.Session.scalars(query)):
        yield ids
