"""What a page says, as tests about applications read it."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def texts(answer: Any, selector: str) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select(selector)]


def steps(answer: Any) -> list[str]:
    """Return the steps that buttons lead to, part after part."""
    page = BeautifulSoup(answer.body, "html.parser")
    return [one["href"].rpartition("/")[2] for one in page.select(".scigov-actions a")]


def problems(answer: Any) -> list[str]:
    """Return what is said to be wrong above a form."""
    return texts(answer, ".scigov-problems li, .scigov-problems p + p")
