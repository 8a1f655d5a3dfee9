"""What an action needs beside the names of objects, so that it does all it can; and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Wishes = tuple[Mapping[str, Any], ...]
LEVEL_FOUR = {"security_level": "4", "share_type": "none", "open_type": "none"}
EVERYTHING = {
    "q": "*:*", "rows": 200, "include_private": True, "include_drafts": True,
    "include_deleted": True,
}  # fmt: skip

PUTONG = [{"row": 2, "expected": {"mingcheng": "putong"}, "set": {"mingcheng": "other"}}]
"""A change of the second row of the kit's files: its answer has all columns."""

WISHES: Mapping[str, Wishes] = {
    "package_search": (
        EVERYTHING,
        {**EVERYTHING, "use_default_schema": True},
        {**EVERYTHING, "fl": ["id", "title", "res_url", "validated_data_dict", "data_dict", "text"]},
        {**EVERYTHING, "fq": "+state:(draft OR deleted OR active)"},
        {"q": "*:*", "facet.field": ["res_url", "title", "tags", "res_format", "permission_labels"],
         "facet.limit": -1, "rows": 0},
    ),
    "package_list": ({"limit": 200},),
    "current_package_list_with_resources": ({"limit": 200},),
    "package_autocomplete": ({"q": "testkit", "limit": 200}, {"q": "省级", "limit": 200}),
    "resource_search": (
        {"query": "name:link", "limit": 200}, {"query": "url:http", "limit": 200},
        {"query": ["name:upload", "format:CSV"], "limit": 200},
    ),
    "package_show": ({}, {"use_default_schema": True}, {"include_plugin_data": True}),
    "member_list": ({"object_type": "package"}, {}),
    "organization_show": ({"include_datasets": True, "include_dataset_count": True},),
    "organization_list": ({"all_fields": True, "include_dataset_count": True},),
    "organization_list_for_user": ({"include_dataset_count": True},),
    "group_list": ({"all_fields": True, "include_dataset_count": True},),
    "group_package_show": ({"id": "<provider>", "limit": 200},),
    "user_show": ({"id": "<owner>", "include_datasets": True}, {"include_datasets": True}),
    "tag_show": ({"id": "立项", "include_datasets": True},),
    "tag_list": ({"all_fields": True},),
    "tag_search": ({"query": "立"},),
    "tag_autocomplete": ({"query": "立"},),
    "format_autocomplete": ({"q": "c"},),
    "user_list": ({"all_fields": True},),
    "package_relationships_list": ({"id2": "<dataset>"},),
    "package_patch": ({}, {"notes": "x" * 40}),
    "package_update": ({"name": "<name>"},),
    "package_revise": ({"update": {"notes": "x" * 40}}, {}),
    "package_resource_reorder": ({"order": ["<upload>", "<link>", "<datastore>"]},),
    "package_owner_org_update": ({"organization_id": "testkit-foreign"},),
    "resource_create": ({"name": "x", "url": "http://127.0.0.1:9/x", "format": "CSV"},),
    "resource_update": ({"name": "link"},),
    "resource_patch": ({}, {"name": "other"}),
    "resource_view_create": ({"title": "v", "view_type": "recline_view"},),
    "scigov_usage_list": ({"limit": 50},),
    "scigov_search_similar": ({"title": "省级科技计划项目立项清单（测试）"},),
    "scigov_tables_dictionary_read": ({"text": "编号\t名称"},),
    "datastore_search": (
        {"limit": 100}, {"q": "putong"}, {"sort": "_id", "records_format": "csv"},
        {"fields": ["_id"], "include_total": True}, {"limit": 0},
    ),
    "datastore_upsert": ({"records": [], "method": "insert", "force": True, "include_records": True},),
    "datastore_create": ({"records": [], "force": True, "include_records": True},),
    "datastore_delete": ({"filters": {"_id": -1}, "force": True, "include_deleted_records": True},),
    "datastore_records_delete": (
        {"filters": {"_id": -1}, "force": True, "include_deleted_records": True},
    ),
    "member_create": ({"id": "<provider>", "capacity": "public"},),
    "member_delete": ({"id": "<provider>"},),
    "package_collaborator_create": ({"user_id": "<me>", "capacity": "member"},),
    "scigov_access_decision_show": (
        {"id": "<dataset>", "operation": "locate"}, {"id": "<upload>", "operation": "data"},
    ),
    "scigov_access_grade_propose": ({**LEVEL_FOUR, "reason": "reason"},),
    "scigov_access_grade_tighten": ({**LEVEL_FOUR, "reason": "reason"},),
    "scigov_access_grade_approve": ({"reason": "reason"},),
    "scigov_access_grade_reject": ({"reason": "reason"},),
    "scigov_access_grade_group_show": ({"provider": "<provider>", **LEVEL_FOUR},),
    "scigov_access_grade_decide_many": (
        {"provider": "<provider>", **LEVEL_FOUR, "decision": "approve", "reason": "reason", "count": 1},
    ),
    "scigov_access_break_glass": ({"reason": "An emergency that needs a look at once."},),
    "scigov_access_grant_list": ({"include_ended": True},),
    "scigov_catalogue_system_list": ({"include_retired": True},),
    "scigov_catalogue_system_create": ({"title": "申报系统"},),
    "scigov_catalogue_business_item_list": ({"include_retired": True},),
    "scigov_catalogue_business_item_create": ({"title": "项目立项", "update_cycle": "annual"},),
    "scigov_catalogue_unit_update": ({"security_owner": "张某"},),
    "scigov_intake_outside_create": (
        {"unit": "<provider>", "title": "甲", "body": "乙", "asked_on": "2026-01-15", "dataset": "<dataset>"},
    ),
    "scigov_intake_outside_show": ({"id": "held-<dataset>"},),
    "scigov_intake_outside_list": ({"limit": 200},),
    "scigov_intake_outside_update": ({"id": "held-<dataset>", "note": "x"},),
    "scigov_intake_outside_receive": (
        {"id": "held-<dataset>", "received_on": "2026-01-15", "terms": "x"},
    ),
    "scigov_intake_outside_refuse": ({"id": "held-<dataset>", "reason": "x"},),
    "scigov_intake_outside_end": ({"id": "held-<dataset>", "reason": "x"},),
    "scigov_reporting_entry_list": ({"limit": 200}, {"limit": 200, "sight": "public"}),
    "scigov_reporting_package_show": ({"sequence": 1},),
    "scigov_search_suggest": ({"q": "testkit"}, {"q": "省级"}),
    "scigov_search_correct": ({"q": "省级科技计划"},),
    "scigov_tables_rows_show": ({}, {"q": "putong"}),
    "scigov_tables_row_show": ({"row": 1}, {"row": 2}),
    "scigov_tables_row_find": ({"filters": {"mingcheng": "putong"}}, {"fingerprint": "0" * 64}),
    "scigov_tables_rows_change": ({"version": 1, "preview": True, "changes": PUTONG},),
    "scigov_tables_bad_cell_list": ({}, {"version": 1}),
    "scigov_tables_column_statistics": ({}, {"q": "putong"}),
    "scigov_tables_chart_show": ({}, {"by": "mingcheng"}),
    "scigov_tables_version_show": ({"number": 1},),
    "scigov_tables_dictionary_show": ({"number": 1},),
    "scigov_intake_row_add": ({"values": {"mingcheng": "other"}, "preview": True},),
    "scigov_intake_batch_create": ({"kind": "rows"},),
    "scigov_intake_batch_match": ({"id": "none", "columns": {"a": "title"}},),
    "scigov_intake_batch_check": ({"id": "none"},),
    "scigov_intake_batch_write": ({"id": "none", "policy": "only_good"},),
    "scigov_intake_batch_undo": ({"id": "none"},),
    "scigov_intake_batch_discard": ({"id": "none"},),
    "scigov_intake_batch_show": ({"id": "none"},),
    "dcat_catalog_show": ({"format": "ttl"}, {"format": "jsonld"}),
    "dcat_catalog_search": ({},),
    "scigov_dcat_catalogue_show": ({"form": "ttl"}, {"form": "jsonld"}),
    "scigov_dcat_dataset_show": ({"form": "ttl"}, {"form": "rdf"}),
    "scigov_dcat_deletion_list": ({},),
    "scigov_dcat_government_show": ({"form": "ttl"}, {"form": "nt"}),
    "scigov_dcat_vocabulary_show": ({"form": "ttl"},),
    "dcat_dataset_show": ({"format": "ttl"}, {"format": "jsonld"}),
    "scigov_audit_event_list": ({},),
    "help_show": ({"name": "package_show"},),
}  # fmt: skip

LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("admin.config", "POST"): "changes the settings of the process, which no rollback brings back",
    ("admin.reset_config", "POST"): "changes the settings of the process",
    ("static", "GET"): "files of the programs; the start-up check keeps data out of them",
    ("webassets.index", "GET"): "files of the programs",
}
