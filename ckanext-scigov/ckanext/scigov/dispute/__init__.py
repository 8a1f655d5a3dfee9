"""Doubts and corrections: what is reported about data, who answers for it, and what came of it."""
