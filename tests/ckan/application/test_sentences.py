"""Whatever can be refused has a sentence that says what is so."""

from __future__ import annotations

import pytest

from ckanext.scigov.application import sentences
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.filing import FilingReason
from ckanext.scigov.application.domain.flow import FlowReason
from ckanext.scigov.application.domain.scope import ScopeReason


@pytest.mark.parametrize("reasons", [ActReason, FilingReason, FlowReason, ScopeReason])
def test_every_reason_has_a_sentence(with_plugins, reasons) -> None:
    assert [one for one in reasons if one not in sentences.SENTENCES] == []
    texts = [sentences.SENTENCES[one]() for one in reasons]
    assert [text for text in texts if not text.rstrip("”").endswith(".")] == []
