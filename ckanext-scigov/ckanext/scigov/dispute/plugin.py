"""Plugin ``scigov_dispute``: doubts about data, from the report to the correction that everybody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.scigov.dispute import (
    annotation_hooks,
    helpers,
    jobs,
    table_marks,
    views,
    visitor_letters,
)
from ckanext.scigov.dispute import config as settings
from ckanext.scigov.dispute.logic import action, annotated, auth
from ckanext.scigov.dispute.notice_words import WORDS
from ckanext.scigov.dispute.service import letters, notices
from ckanext.scigov.notices.domain.words import Words
from ckanext.scigov.notices.interfaces import INoticeWords
from ckanext.scigov.search.interfaces import IBulkIndexing
from ckanext.scigov.shared import mail
from ckanext.scigov.shared.domain.patience import Patience
from ckanext.scigov.shared.interfaces import IJobs, IPatience, Job, ScheduledJob
from ckanext.scigov.tables.interfaces import ITableMarks, TableMark


@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovDisputePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(IJobs)
    p.implements(IPatience)
    p.implements(INoticeWords)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IFeed, inherit=True)
    p.implements(IBulkIndexing)
    p.implements(ITableMarks)

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        settings.rules()
        settings.evidence_limits()
        settings.evidence_store()

    # IConfigurer

    def update_config(self, config: CKANConfig) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_dispute")

    # IActions

    def get_actions(self) -> dict[str, Callable[..., Any]]:
        return {name: getattr(action, name) for name in action.__all__} | annotated.ACTIONS

    # IAuthFunctions

    def get_auth_functions(self) -> dict[str, Callable[..., Any]]:
        return dict(auth.FUNCTIONS)

    # IJobs

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {
            jobs.SCAN: jobs.scan,
            letters.JOB: visitor_letters.send,
            notices.READERS_JOB: jobs.tell_readers,
        }

    # IPatience

    def get_patience(self) -> dict[str, Patience]:
        return {letters.JOB: mail.patience()}

    # IJobs

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
        return {
            "scigov_dispute_time": ScheduledJob(every=hour, run=jobs.take_steps_of_time),
            "scigov_dispute_comparisons": ScheduledJob(every=day, run=jobs.compare),
            "scigov_dispute_figures": ScheduledJob(every=day, run=jobs.publish_figures),
            "scigov_dispute_forget": ScheduledJob(every=day, run=jobs.forget_visitors),
            "scigov_dispute_scan_waiting": ScheduledJob(every=hour, run=jobs.scan_waiting),
            "scigov_dispute_sweep": ScheduledJob(every=day, run=jobs.sweep),
        }

    # INoticeWords

    def get_notice_words(self) -> Mapping[str, Words]:
        return WORDS

    # IPackageController, IBulkIndexing: notes at data in doubt

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        annotation_hooks.note(context, pkg_dict)

    def before_bulk_index(self, context: Any, datasets: Sequence[dict[str, Any]]) -> None:
        annotation_hooks.load_for(context, [str(one["id"]) for one in datasets])

    # IFeed

    def get_item_additional_fields(self, dataset_dict: dict[str, Any]) -> dict[str, Any]:
        return annotation_hooks.feed_fields(dataset_dict)

    # ITableMarks

    def marks_of(
        self, context: Any, resource: Mapping[str, Any], numbers: Sequence[int]
    ) -> Iterable[TableMark]:
        return table_marks.marks_of(context, resource, numbers)
