"""Real catalogue records for tests, benches and comparisons.

The lanes put the folder ``tests`` on the path (PYTHONPATH, and ``pythonpath`` of pytest's
settings), so it is ``from corpus import portals`` everywhere.
"""
