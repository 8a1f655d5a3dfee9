"""Plugin ``scigov_shared``: owns the outbox's tables and runs what waits in it."""

from __future__ import annotations

import datetime as dt

import ckan.plugins as p
from ckan import model

from ckanext.scigov.shared import clock, dispatch, mail, outbox
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob


class ScigovSharedPlugin(p.SingletonPlugin):
    p.implements(IJobs)

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {
            outbox.MAIL_JOB: mail.send,
            dispatch.SCHEDULED: lambda payload: dispatch.run_scheduled(
                payload["name"], clock.now()
            ),
        }

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        return {
            "scigov_shared_forget_finished": ScheduledJob(
                every=dt.timedelta(days=1),
                run=lambda now: outbox.forget_finished(model.Session, now),
            )
        }
