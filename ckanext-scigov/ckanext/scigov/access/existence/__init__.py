"""Existence: what somebody may not discover is absent, in every list, count and answer."""
