"""The kernel every feature uses: clock, working days, errors, readable names, outbox.

Pure but for the outbox (its table, its migration and its two processes' code).
"""
