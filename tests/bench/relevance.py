"""``./scigov test --bench relevance``: nDCG@10 and recall@50 of the judged queries (tests/relevance)."""

from __future__ import annotations

import sys

from relevance.evaluate import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
