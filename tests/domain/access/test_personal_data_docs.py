"""docs/access-personal-data.md holds words and thresholds. ``PYTHONPATH=tests python`` this file to write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from printed_pages import Page

from ckanext.scigov.access.domain import personal_words as words
from ckanext.scigov.access.domain.personal_data import RECOGNISERS
from ckanext.scigov.access.domain.personal_words import PersonalDataKind


def recognisers() -> Iterator[str]:
    yield "| kind | recogniser | at least | of candidates | of lookalikes | of all values |"
    yield "|---|---|---|---|---|---|"
    for one in RECOGNISERS:
        shares = (one.of_candidates, one.of_lookalikes, one.of_values)
        cells = " | ".join(f"{share:.0%}" if share else "–" for share in shares)
        yield f"| `{one.kind.value}` | `{one.look.__name__}` | {one.hits} | {cells} |"


def names() -> Iterator[str]:
    yield "| kind | names end with | so do, unless an organisation's | in English | whole names |"
    yield "|---|---|---|---|---|"
    for kind in PersonalDataKind:
        tables: tuple[Mapping[PersonalDataKind, str], ...] = (
            words.CHINESE,
            words.CHINESE_OF_ANYBODY,
        )
        chinese = [" ".join(table.get(kind, "").split()) for table in tables]
        both = [table.get(kind, "") for table in (words.ENGLISH, words.ENGLISH_OF_ANYBODY)]
        english = ", ".join(phrase for text in both for phrase in text.split("|") if phrase)
        yield f"| `{kind.value}` | {' | '.join([*chinese, english, words.WHOLE.get(kind, '')])} |"


PAGE = Page("access-personal-data.md", {"recognisers": recognisers, "names": names})


def test_the_page_holds_words_and_thresholds() -> None:
    assert "| `bank_card` | `bank_card` | 5 | – | – | 80% |" in PAGE.text()
    assert PAGE.filled() == PAGE.text()


if __name__ == "__main__":
    PAGE.write()
