"""Doubts about data and corrections: reported, passed on, verified, answered (docs/disputes-flow.md)."""
