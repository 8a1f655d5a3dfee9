"""The scigov extension: a portal for science-and-technology government data (docs/index.md)."""
