"""Whatever can be refused has a sentence that says what is so, in both languages."""

from __future__ import annotations

import enum

import pytest

from ckanext.scigov.dispute import sentences
from ckanext.scigov.dispute.domain.filing import FilingReason
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.kinds import GroundReason
from ckanext.scigov.dispute.domain.merging import MergeReason
from ckanext.scigov.dispute.domain.proposal import ProposalReason
from ckanext.scigov.dispute.domain.target import TargetReason
from ckanext.scigov.dispute.placing import PlacingReason
from ckanext.scigov.dispute.service.acting import ActReason

REASONS = [
    ActReason, FilingReason, FlowReason, GroundReason, MergeReason, PlacingReason, ProposalReason,
    TargetReason,
]  # fmt: skip


@pytest.mark.parametrize("reasons", REASONS)
def test_every_reason_has_a_sentence(with_plugins, reasons: type[enum.Enum]) -> None:
    assert [one for one in reasons if one not in sentences.SENTENCES] == []
    texts = [sentences.SENTENCES[one]() for one in reasons]
    assert [text for text in texts if not text.rstrip("”").endswith((".", "?"))] == []


@pytest.mark.parametrize("reasons", REASONS)
def test_every_sentence_is_there_in_chinese(app, reasons: type[enum.Enum]) -> None:
    english = {one: sentences.SENTENCES[one]() for one in reasons}
    reading = app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": "zh_Hans_CN"})
    with reading:
        chinese = {one: sentences.SENTENCES[one]() for one in reasons}
    assert [one for one in reasons if chinese[one] == english[one]] == []
    assert [text for text in chinese.values() if not text.endswith("。")] == []
