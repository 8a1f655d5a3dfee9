"""What a paper's file says of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    title: str
    author: str
    subject: str
    on: dt.date
