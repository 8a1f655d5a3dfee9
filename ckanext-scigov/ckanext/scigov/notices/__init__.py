"""Notices to people: in the portal, by mail, to other systems."""
