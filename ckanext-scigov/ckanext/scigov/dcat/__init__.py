"""The catalogue as linked data: what leaves by DCAT, and how it is read back (docs/dcat.md)."""
