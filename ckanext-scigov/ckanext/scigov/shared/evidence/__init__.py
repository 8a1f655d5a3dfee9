"""Files that people attach as evidence: taken, kept, scanned and sent alike by every feature.

Each feature keeps its own table, and says who may add and open a file. The rules are in
``shared.domain.evidence``; what stands here writes files, asks clamd, and reads options.
"""
