"""Every refusal about agencies, roles, grants and broken glass has its sentence."""

import pytest

from ckanext.scigov.access import sentences_agencies as sentences
from ckanext.scigov.access.domain.agencies import AgencyReason
from ckanext.scigov.access.domain.granting import GlassReason, GrantReason
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.domain.roles import RoleReason
from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.shared.toolkit_errors import sentence

VALUES = {"agency": "省统计局", "least": 10, "item": "项目编号"}


@pytest.mark.parametrize(
    ("known", "reasons"),
    [
        (sentences.AGENCIES, {*NameReason, *AgencyReason}),
        (sentences.ROLES, {*NameReason, *RoleReason}),
        (sentences.GRANTS, {*NameReason, *GrantReason}),
        (sentences.GLASS, {*GlassReason}),
    ],
)
def test_every_reason_has_a_sentence(app, known, reasons):
    assert set(known) == reasons
    with app.flask_app.test_request_context():
        said = [sentence(Refusal(reason, values=VALUES), known) for reason in reasons]
    assert [text for text in said if not text.endswith((".", "。")) or "%" in text] == []
