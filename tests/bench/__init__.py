"""Benches: each prints what it measured, and fails on wrong answers only, never on times."""
