"""Grades as tests give them to entries, with the texts that go with them."""

from __future__ import annotations

OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
CONDITIONAL = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
TEXTS = {
    "share_condition": "仅限项目查重",
    "open_condition": "签署使用协议",
    "open_method": "接口",
    "security_measure": "专人保管",
}
CLOSED = {**CONDITIONAL, **TEXTS}
"""Open on conditions, on both axes, with what has to be said then."""
