"""What takes long is done by the worker, as whoever has asked for it and may do it still; and cells are forgotten."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import force_locale

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import labels
from ckanext.scigov.intake.domain.states import BatchState
from ckanext.scigov.intake.imports import access, config, doing, queries, sentences, service
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.model import Batch
from ckanext.scigov.shared import clock, outbox
from ckanext.scigov.shared.errors import NotVisible, Refused
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import sentence

JOB = "scigov_intake_batch"
CHECK, WRITE, UNDO = "check", "write", "undo"
STATES = {CHECK: BatchState.CHECKING, WRITE: BatchState.WRITING, UNDO: BatchState.UNDOING}

log = logging.getLogger(__name__)


def later(batch: Batch, act: str, by: By) -> None:
    """Have a step done by the worker, in the language of whoever asks for it."""
    told = payload(batch.id, act, by.actor.name)
    outbox.enqueue_job(model.Session(), JOB, told, now=by.now, key=f"{JOB}:{batch.id}")


def payload(batch_id: str, act: str, user: str) -> dict[str, str]:
    """Return what the worker is told."""
    return {"id": batch_id, "act": act, "user": user, "language": labels.language()}


def run(told: Mapping[str, Any]) -> None:
    """Job ``scigov_intake_batch``: once done, or where somebody else has done it, it does nothing."""
    with force_locale(str(told["language"])):
        _run(told)


def _run(told: Mapping[str, Any]) -> None:
    session, act = model.Session(), str(told["act"])
    context: Any = {"user": told["user"]}
    try:
        batch = access.batch(context, told["id"], lock=True)
        if batch.state != STATES[act].value:
            session.rollback()
            return
        _STEPS[act](context, batch)
        session.commit()
    except RowRefused as refused:
        doing.row_not_written(told["id"], refused)
    except NotVisible:
        _failed(told, tk._("Whoever asked for it may not do it any more."))
    except Refused as refused:
        texts = [sentence(one, sentences.SENTENCES) for one in refused.refusals]
        _failed(told, " ".join(texts))
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError) as error:
        log.info("Import %s could not be taken on: %s.", told["id"], type(error).__name__)
        _failed(told, tk._("Something has changed since. Look at the rows, and try again."))
    except Exception:
        # Whoever waits is told; tried again it is when he asks for it.
        log.exception("Import %s could not be taken on.", told["id"])
        _failed(told, tk._("This could not be done. Try again, or tell the administrator."))


def _failed(told: Mapping[str, Any], why: str) -> None:
    session = model.Session()
    session.rollback()
    batch = queries.find(session, told["id"], lock=True)
    if batch is not None and batch.state == STATES[told["act"]].value:
        service.failed(session, batch, why)
    session.commit()


def _by(context: Any) -> By:
    return By(actor_from(context), clock.now())


_STEPS: Mapping[str, Callable[[Any, Batch], None]] = {
    CHECK: doing.check,
    WRITE: lambda context, batch: doing.write(context, batch, _by(context)),
    UNDO: lambda context, batch: doing.undo(context, batch, _by(context)),
}


def forget(now: dt.datetime) -> None:
    """Job ``scigov_intake_forget_imports``: delete the cells of imports that nobody needs any more."""
    service.forget(model.Session(), now - dt.timedelta(days=config.kept_days()))
    model.Session.commit()
