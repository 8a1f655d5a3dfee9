"""What is told of a page's records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from ckanext.scigov.intake.domain.causes import SEVERITY, Cause
from ckanext.scigov.intake.domain.mapping import Mapped
from ckanext.scigov.intake.domain.row_causes import RowProblem
from ckanext.scigov.intake.domain.states import Severity


class _Named(Protocol):
    key: str

    @property
    def title(self) -> str: ...


class Problems:
    """Rows of ``Problem``, collected while a page is taken."""

    def __init__(self, run_id: str) -> None:
        self._run_id = run_id
        self.rows: list[dict[str, Any]] = []

    def add(
        self,
        cause: Cause,
        one: _Named | None = None,
        *,
        field: str = "",
        value: str = "",
        detail: str = "",
    ) -> None:
        about = (one.key, one.title) if one else ("", "")
        self._tell(about, SEVERITY[cause], cause.value, field=field, value=value, detail=detail)

    def add_gone(self, key: str, title: str) -> None:
        """Tell that a record is at its source no more."""
        self._tell(
            (key, title), SEVERITY[Cause.VANISHED], Cause.VANISHED.value,
            field="", value="", detail="",
        )  # fmt: skip

    def add_of_rows(self, problem: RowProblem, key: str, title: str) -> None:
        """Tell what was wrong with the rows of a record's table."""
        self._tell(
            (key, title),
            problem.severity,
            problem.cause.value,
            field=problem.field,
            value=str(problem.count),
            detail=problem.detail,
        )

    def _tell(self, about: tuple[str, str], severity: Severity, cause: str, **texts: str) -> None:
        key, title = about
        row = {"run_id": self._run_id, "key": key, "title": title, "severity": severity.value}
        self.rows.append({**row, "cause": cause, **texts})

    def count(self, severity: Severity) -> int:
        return sum(row["severity"] == severity.value for row in self.rows)


def causes_of(mapped: Mapped) -> Iterator[tuple[Cause, dict[str, str]]]:
    """Yield what of a record could not be taken over, with what is told of it."""
    for one in mapped.unmapped:
        yield Cause.UNMAPPED, {"field": one.field, "value": one.value, "detail": one.source}
    for bad in mapped.bad:
        yield Cause(bad.reason), {"field": bad.field, "value": bad.value, "detail": bad.source}
