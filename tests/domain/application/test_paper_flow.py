"""Whatever a paper is made of: nothing is lost, nothing is drawn outside the text's area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from papers.drawing import lines

from ckanext.scigov.application.papers import pdf_fonts
from ckanext.scigov.application.papers.drawn import (
    Align,
    Block,
    Cell,
    Edge,
    Edges,
    Leading,
    Letters,
    Look,
    Paragraph,
    Rule,
    Section,
    Table,
    TableRow,
)
from ckanext.scigov.application.papers.pdf_pages import pages_of

WIDE, HIGH, MARGIN = 260, 460, 30
LINE = Edges(*[Edge("single", 0.5)] * 4)
FACES = pdf_fonts.load(pdf_fonts.BY_NAME)

TEXT = "数据，（ab1 "


def paragraph(chance: Random, *, begins_page: bool = True) -> Paragraph:
    texts = [
        "".join(chance.choices(TEXT, k=chance.randint(0, 150))) for _ in range(chance.randint(0, 2))
    ]
    return Paragraph(
        tuple(Letters(one, Look(size=chance.choice([9, 16, 22]))) for one in texts),
        align=chance.choice(list(Align)),
        leading=chance.choice([Leading(), Leading(Rule.EXACT, 28)]),
        before=chance.choice([0, 14]),
        first=chance.choice([0, 32]),
        keeps_next=chance.random() < 0.3,
        keeps_lines=chance.random() < 0.2,
        begins_page=begins_page and chance.random() < 0.1,
        edges=chance.choice([Edges(), LINE]),
    )


def table(chance: Random) -> Table:
    """A table of two columns; some cells of the first stand in two rows."""
    count = chance.randint(1, 5)
    rows: list[TableRow] = []
    is_below = False
    for number in range(count):
        is_tall = not is_below and number + 1 < count and chance.random() < 0.4
        span = 0 if is_below else 2 if is_tall else 1
        left, right = (
            tuple(paragraph(chance, begins_page=False) for _ in range(chance.randint(1, 3)))
            for _ in range(2)
        )
        cells = (
            Cell(left if span else (), 0, rows=span, edges=LINE),
            Cell(right, 1, edges=LINE),
        )
        is_head = number == 0 and not is_tall and chance.random() < 0.5
        rows.append(TableRow(cells, is_head=is_head, is_whole=chance.random() < 0.3))
        is_below = is_tall
    return Table((80, 120), tuple(rows))


def letters(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for piece in block.pieces:
                yield from piece.text if isinstance(piece, Letters) else ""
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from letters(cell.blocks)


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_lost_and_nothing_leaves_the_page(seed):
    chance = Random(seed)
    blocks = tuple(chance.choice([paragraph, table])(chance) for _ in range(chance.randint(1, 8)))
    section = Section(
        WIDE, HIGH, MARGIN, MARGIN, MARGIN, MARGIN, 0, 0, blocks, headers={}, footers={}
    )
    found = [one for page in pages_of([section], FACES) for one in lines(page)]
    drawn, wanted = Counter("".join(one.text for one in found)), Counter(letters(blocks))
    # Heads of tables are drawn more than once; blanks at the ends of lines are not.
    assert [char for char in TEXT[:-1] if drawn[char] < wanted[char]] == []
    assert [one for one in found if not MARGIN - 0.1 <= one.y <= HIGH - MARGIN] == []
