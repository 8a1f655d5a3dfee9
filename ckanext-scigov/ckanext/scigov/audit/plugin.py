"""Plugin ``scigov_audit``: the append-only log of acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.audit import jobs, sign_ins
from ckanext.scigov.audit.logic import action, auth
from ckanext.scigov.shared.interfaces import IJobs, ScheduledJob


@tk.blanket.config_declarations
@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
class ScigovAuditPlugin(p.SingletonPlugin):
    p.implements(p.ISignal)
    p.implements(IJobs, inherit=True)

    # ISignal

    def get_signal_subscriptions(self) -> Any:
        return {
            tk.signals.user_logged_in: [sign_ins.signed_in],
            tk.signals.user_logged_out: [sign_ins.signed_out],
            tk.signals.failed_login: [sign_ins.sign_in_failed],
        }

    # IJobs

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        return {
            "scigov_audit_seal": ScheduledJob(
                every=dt.timedelta(minutes=1), run=jobs.seal_quietly, light=True
            ),
            "scigov_audit_forget": ScheduledJob(
                every=dt.timedelta(days=1), run=jobs.forget_old_events
            ),
        }
