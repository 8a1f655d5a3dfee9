"""Papers of applications as DOCX and PDF; ``filling.fill`` makes them."""
